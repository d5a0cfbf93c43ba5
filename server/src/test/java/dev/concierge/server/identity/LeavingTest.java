package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Formatting;
import dev.concierge.server.web.Role;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People delete their own account: the question, fourteen days in which it can be kept, the end, and the receipt. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeavingTest {
    private static final String DELETE = "form[action='/profile/delete']";

    /** Tables where rows of an account outlive it: the trail. */
    private static final Set<String> TRAIL = Set.of("audit_events", "audit_vends");

    private final HttpClient http = HttpClient.newHttpClient();
    private World world;
    private KeptMail mail;
    private JobRunner runner;

    @BeforeAll
    void start() {
        world = World.start(1, Map.of("concierge.identity.sign-up-burst", "1000"));
        mail = new KeptMail(world.server());
        runner = world.server().bean(JobRunner.class);
    }

    @AfterAll
    void stop() {
        world.close();
        http.close();
    }

    private UUID idOf(String email) {
        return world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", email)
                .query(UUID.class)
                .single();
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    private String status(UUID id) {
        return world.database()
                .owner()
                .sql("select status from accounts where account_id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .orElse("deleted");
    }

    private void maintain(Duration step) {
        world.advance(step);
        runner.runDue(Lane.MAINTENANCE);
    }

    private Page leave(Visitor person) {
        Page page = person.browser().submit(person.open("/profile/delete"), DELETE, Map.of());
        assertThat(page.path()).as(page.text()).isEqualTo("/login");
        assertThat(page.text()).contains("Your account will be deleted in 14 days");
        return page;
    }

    private Page press(Browser browser, String link) {
        Page question = browser.open(world.url(link));
        return browser.submit(question, "main form", Map.of());
    }

    @Test
    void the_question_says_in_numbers_what_goes_and_wants_a_fresh_proof() {
        Visitor ada = world.visitor().signUp();
        ada.connected(Visitor.LINH_HOME);
        runner.runDue(Lane.SYNC);
        ada.apiKey("integrations:read");
        long records = count(
                "select count(*) from records where deleted_at is null and account_id = '" + idOf(ada.email()) + "'");
        assertThat(records).isPositive();

        String text = ada.open("/profile/delete").text();

        assertThat(text)
                .contains(
                        "1 connected account",
                        String.format(java.util.Locale.ENGLISH, "%,d", records) + " synced record",
                        "1 API key",
                        "1 way to sign in",
                        "1 device that is signed in",
                        ada.email());
        world.advance(Duration.ofMinutes(11));
        Page asked = ada.browser().submit(ada.open("/profile/delete"), DELETE, Map.of());
        assertThat(asked.status()).isEqualTo(422);
        assertThat(status(idOf(ada.email()))).isEqualTo("active");
        Page wrong = ada.browser().submit(asked, DELETE, Map.of("password", "not this"));
        assertThat(wrong.status()).isEqualTo(422);
        ada.browser().submit(wrong, DELETE, Map.of("password", ada.password()));
        assertThat(status(idOf(ada.email()))).isEqualTo("leaving");
    }

    @Test
    @DisplayName("C-15 at once sessions, keys and programs' sign-ins end, and a sign-in leads to one question alone")
    void everything_that_works_without_a_sign_in_ends_at_once() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_HOME);
        String key = ada.apiKey("tokens:vend", "integrations:read");
        Api api = new Api(http, world.server(), world.url("/"), key);
        assertThat(api.token(integration).status()).isEqualTo(200);
        String body = "{\"email\":\"" + ada.email() + "\",\"password\":\"" + ada.password() + "\"}";
        String refresh =
                api.post("/api/v1/auth/login", body).json().path("refreshToken").asString();
        Browser elsewhere = signedIn(ada);

        leave(ada);

        assertThat(api.token(integration).status()).isEqualTo(401);
        assertThat(elsewhere.get(world.url("/api/v1/me"), Map.of()).status()).isEqualTo(401);
        assertThat(api.post("/api/v1/auth/refresh", "{\"refreshToken\":\"" + refresh + "\"}")
                        .status())
                .isEqualTo(401);
        assertThat(api.post("/api/v1/auth/login", body).status()).isEqualTo(401);
        Page question = ada.signIn();
        assertThat(question.path()).isEqualTo("/leaving");
        for (String path : List.of("/", "/integrations", "/security", "/profile", "/login/second", "/activity")) {
            assertThat(ada.open(path).path()).as(path).isEqualTo("/leaving");
        }
        assertThat(ada.browser().get(world.url("/api/v1/me"), Map.of()).status())
                .isEqualTo(401);

        Page home = ada.browser().submit(question, "form[action='/leaving/keep']", Map.of());

        assertThat(home.path()).isEqualTo("/");
        assertThat(ada.open("/integrations/" + integration).status()).isEqualTo(200);
        assertThat(status(idOf(ada.email()))).isEqualTo("active");
        assertThat(api.token(integration).status()).as("keys do not come back").isEqualTo(401);
        assertThat(mail.subjects(ada.email())).contains("Your account will be deleted", "Your account stays");
        maintain(Duration.ofDays(15));
        assertThat(status(idOf(ada.email()))).isEqualTo("active");
        assertThat(count("select count(*) from account_departures where account_id = '" + idOf(ada.email()) + "'"))
                .isZero();
    }

    private Browser signedIn(Visitor person) {
        Browser browser = new Browser();
        Page page = browser.submit(
                browser.open(world.url("/login")),
                "form[action='/login']",
                Map.of("email", person.email(), "password", person.password()));
        assertThat(page.path()).isEqualTo("/");
        return browser;
    }

    @Test
    @DisplayName("J-04 whoever leaves and has a second factor is asked for it before the question")
    void a_second_factor_is_asked_for_before_the_question() {
        Visitor ada = world.visitor().signUp().withAuthenticator();
        leave(ada);
        world.advance(Duration.ofMinutes(1));
        Browser browser = new Browser();
        Page second = browser.submit(
                browser.open(world.url("/login")),
                "form[action='/login']",
                Map.of("email", ada.email(), "password", ada.password()));
        assertThat(second.path()).isEqualTo("/login/second");
        assertThat(browser.open(world.url("/leaving")).path()).isEqualTo("/login/second");

        Page question = browser.submit(
                second, "form[action='/login/second']", Map.of("code", ada.app().code()));

        assertThat(question.path()).isEqualTo("/leaving");
        browser.submit(question, "form[action='/leaving/keep']", Map.of());
        assertThat(browser.open(world.url("/security")).path()).isEqualTo("/security");
    }

    @Test
    void the_link_of_the_mail_keeps_it_once_within_fourteen_days() {
        Visitor ada = world.visitor().signUp();
        leave(ada);
        String link = mail.link(ada.email(), "/link/keep/");
        Browser mailbox = new Browser();
        mailbox.open(world.url(link));
        assertThat(status(idOf(ada.email()))).as("looking changes nothing").isEqualTo("leaving");

        assertThat(press(mailbox, link).text()).contains("Your account stays");

        assertThat(status(idOf(ada.email()))).isEqualTo("active");
        assertThat(mailbox.open(world.url(link)).text()).contains("This link is over");
        ada.signIn();
        leave(ada);
        String second = mail.link(ada.email(), "/link/keep/");
        assertThat(second).isNotEqualTo(link);
        assertThat(mailbox.open(world.url(link)).status()).isEqualTo(400);
        world.advance(Duration.ofDays(14));
        assertThat(mailbox.open(world.url(second)).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("C-07 whoever took the account over deletes it, and the owner's old address takes it back")
    void an_address_that_was_changed_away_brings_the_account_back() {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada.email());
        press(ada.browser(), mail.link(ada.email(), "/link/verify/"));
        String thiefs = "thief." + UUID.randomUUID() + "@people.example";
        ada.browser().submit(ada.open("/security"), "form[action='/security/email']", Map.of("email", thiefs));
        press(ada.browser(), mail.link(thiefs, "/link/change/"));
        leave(ada);

        press(new Browser(), mail.link(ada.email(), "/link/undo/"));

        assertThat(status(id)).isEqualTo("active");
        assertThat(idOf(ada.email())).isEqualTo(id);
    }

    @Test
    @DisplayName("L-04 the last administrator deletes their own account")
    void the_last_administrator_stays() {
        Visitor root = world.visitor().signUp().raisedTo(Role.ADMIN);
        world.database()
                .owner()
                .sql("update kept_administrator set kept_id = :id")
                .param("id", idOf(root.email()))
                .update();
        world.database()
                .owner()
                .sql("update accounts set role = 'user' where role = 'admin' and email <> :email")
                .param("email", root.email())
                .update();

        Page refused = root.browser().submit(root.open("/profile/delete"), DELETE, Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("last administrator");
        assertThat(status(idOf(root.email()))).isEqualTo("active");
        assertThat(root.open("/security").path()).isEqualTo("/security");
        world.visitor().signUp().raisedTo(Role.ADMIN);
        root.browser().submit(root.open("/profile/delete"), DELETE, Map.of());
        assertThat(status(idOf(root.email()))).isEqualTo("leaving");
    }

    @Test
    @DisplayName(
            "E-09 after the grace everything goes, by two runs with a provider that is away at first; a newcomer inherits nothing")
    void after_the_grace_everything_goes_in_two_runs() {
        Visitor ada = world.visitor().signUp();
        String address = ada.email();
        UUID id = idOf(address);
        ada.connected(Visitor.LINH_HOME);
        ada.connected("ana.ruiz@meridian.example");
        runner.runDue(Lane.SYNC);
        ada.apiKey("integrations:read");
        assertThat(world.sandbox().living("google", Visitor.LINH_HOME, "concierge-test"))
                .isNotEmpty();
        leave(ada);
        maintain(Duration.ofDays(13));
        assertThat(status(id)).isEqualTo("leaving");
        assertThat(count("select count(*) from records where account_id = '" + id + "'"))
                .isPositive();

        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("revoke", 503)));
        maintain(Duration.ofDays(1));

        assertThat(status(id)).as("one provider did not answer").isEqualTo("gone");
        assertThat(count("select count(*) from integrations where state <> 'disconnected' and account_id = '" + id
                        + "'"))
                .isZero();
        assertThat(count("select count(*) from records where account_id = '" + id + "'"))
                .isZero();
        String receipt = mail.link(address, "/link/receipt/");
        Browser stranger = new Browser();
        assertThat(stranger.open(world.url(receipt)).text()).contains("The account is being deleted");
        Visitor newcomer = signUpAs(address);

        maintain(Duration.ofHours(1));

        assertThat(status(id)).isEqualTo("deleted");
        assertThat(rowsOf(id))
                .as("tables with rows of the account that is gone")
                .isSubsetOf(TRAIL);
        assertThat(count("select count(*) from audit_events where account_id = '" + id + "'"))
                .isPositive();
        assertThat(world.sandbox().living("google", Visitor.LINH_HOME, "concierge-test"))
                .isEmpty();
        Page done = stranger.open(world.url(receipt));
        assertThat(done.text())
                .contains(
                        "The account is deleted",
                        "Google account",
                        "confirmed that our access ended",
                        "records were deleted here");
        assertThat(done.body())
                .doesNotContain(address)
                .doesNotContain(id.toString())
                .doesNotContain("Ada Example")
                .doesNotContain(Visitor.LINH_HOME)
                .doesNotContain("ana.ruiz");
        assertThat(newcomer.open("/integrations").text()).doesNotContain(Visitor.LINH_HOME);
        assertThat(newcomer.browser()
                        .get(world.url("/api/v1/sync/records"), Map.of())
                        .body())
                .contains("\"items\":[]");
        assertThat(newcomer.open("/activity").text()).doesNotContain("asked to delete the account");
        assertThat(idOf(address)).isNotEqualTo(id);
        maintain(Duration.ofDays(366));
        assertThat(stranger.open(world.url(receipt)).status()).isEqualTo(400);
        assertThat(count("select count(*) from departure_receipts")).isZero();
    }

    private Visitor signUpAs(String address) {
        Browser browser = new Browser();
        String password = "quite another pass phrase " + UUID.randomUUID();
        browser.submit(
                browser.open(world.url("/signup")),
                "form[action='/signup']",
                Map.of("name", "Newcomer", "email", address, "password", password));
        Page page = browser.submit(
                browser.open(world.url("/login")),
                "form[action='/login']",
                Map.of("email", address, "password", password));
        assertThat(page.path()).as(page.text()).isEqualTo("/");
        return world.visitor(browser);
    }

    private Set<String> rowsOf(UUID id) {
        Set<String> left = new TreeSet<>();
        for (String table :
                world.database().owner().sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'account_id'
                        """).query(String.class).list()) {
            if (count("select count(*) from " + table + " where account_id = '" + id + "'") > 0) {
                left.add(table);
            }
        }
        return left;
    }

    @Test
    void what_an_administrator_who_left_did_to_others_names_no_device_of_theirs() {
        Visitor other = world.visitor().signUp().raisedTo(Role.ADMIN);
        Visitor root = world.visitor().signUp().raisedTo(Role.ADMIN);
        UUID rootId = idOf(root.email());
        String path = "/admin/people/" + idOf(other.email());
        root.browser().submit(root.open(path), "form[action='" + path + "/local-id']", Map.of("localId", "OTHER1"));
        String subjects =
                "select count(*) from audit_subjects s join audit_events e on e.id = s.event_id where e.actor = 'person:"
                        + rootId + "'";
        assertThat(count(subjects + " and e.account_id = '" + idOf(other.email()) + "'"))
                .isPositive();
        leave(root);
        maintain(Duration.ofDays(14));
        mail.to(root.email());
        maintain(Duration.ofHours(1));

        assertThat(status(rootId)).isEqualTo("deleted");
        assertThat(count(subjects)).isZero();
    }

    /** They were shown as disabled, and nothing said that enabling them undoes what they had asked for. */
    @Test
    void an_administrator_sees_that_it_leaves_and_keeps_it_by_enabling_it() {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada.email());
        press(ada.browser(), mail.link(ada.email(), "/link/verify/"));
        leave(ada);
        Visitor root = world.visitor().signUp().raisedTo(Role.ADMIN);
        Instant due = world.database()
                .owner()
                .sql("select due_at from account_departures where account_id = :id")
                .param("id", id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        String day = new Formatting(world.clock().instant(), ZoneOffset.UTC).date(due);
        String path = "/admin/people/" + id;

        assertThat(root.open("/admin/people?q=" + ada.email() + "&status=disabled")
                        .text())
                .contains("Leaving, deleted on " + day);
        assertThat(root.open("/admin/people?q=" + ada.email() + "&status=active")
                        .text())
                .doesNotContain(day);
        Page person = root.open(path);
        assertThat(person.text())
                .contains("Leaving, deleted on " + day, "it is not deleted on " + day, "Enable and keep the account");
        String json = root.browser()
                .get(world.url("/api/v1/users/" + id), Map.of("Accept", "application/json"))
                .body();
        assertThat(json).contains("\"status\":\"disabled\"", "\"leavesAt\":\"20");
        String file = "[{\"email\":\"" + ada.email() + "\",\"status\":\"active\"}]";
        assertThat(root.browser()
                        .send(
                                "POST",
                                world.url("/api/v1/users/import?dryRun=false"),
                                file,
                                Map.of(
                                        "X-CSRF-TOKEN",
                                        person.find("input[name=_csrf]").val(),
                                        "Origin",
                                        "http://" + world.url("/").getAuthority(),
                                        "Content-Type",
                                        "application/json"))
                        .body())
                .as("a file keeps nobody")
                .contains("refused", "asked to delete the account");
        assertThat(status(id)).isEqualTo("leaving");

        root.browser().submit(person, "form[action='" + path + "/status']", Map.of());

        assertThat(status(id)).isEqualTo("active");
        assertThat(mail.subjects(ada.email())).contains("Your account stays");
        assertThat(count("select count(*) from audit_events where action = 'account.status' and account_id = '" + id
                        + "' and detail ->> 'before' = 'leaving' and detail ->> 'after' = 'active'"))
                .isOne();
        assertThat(root.open(path).text()).doesNotContain("Leaving");
        maintain(Duration.ofDays(15));

        assertThat(status(id)).isEqualTo("active");
        assertThat(idOf(ada.email())).isEqualTo(id);
        assertThat(count("select count(*) from account_departures where account_id = '" + id + "'"))
                .isZero();
    }

    /** Only the API could: the page offered to keep the account and nothing else. */
    @Test
    @DisplayName(
            "C-15 whoever leaves can be disabled on their page, and then neither their sign-in nor their link keeps the account")
    void an_administrator_disables_whoever_leaves() {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada.email());
        press(ada.browser(), mail.link(ada.email(), "/link/verify/"));
        leave(ada);
        String keep = mail.link(ada.email(), "/link/keep/");
        Visitor root = world.visitor().signUp().raisedTo(Role.ADMIN);
        String path = "/admin/people/" + id;
        String disable = "form[action='" + path + "/status']:has(input[value=disabled])";

        root.browser().submit(root.open(path), disable, Map.of("sure", "true"));

        assertThat(status(id)).isEqualTo("disabled");
        assertThat(world.visitor().browser().open(world.url(keep)).status()).isEqualTo(400);
        Page page = root.open(path);
        assertThat(page.has(disable)).isFalse();
        maintain(Duration.ofDays(15));
        assertThat(status(id)).as("nobody deletes it any more").isEqualTo("disabled");

        Visitor later = world.visitor().signUp().raisedTo(Role.ADMIN);
        later.browser()
                .submit(later.open(path), "form[action='" + path + "/status']:has(input[value=active])", Map.of());
        assertThat(status(id)).isEqualTo("active");
    }

    /** The job held the departure and waited for the account; whoever kept it held the account and waited for the departure. */
    @Test
    void the_end_of_an_account_and_its_keeping_lock_in_one_order() throws Exception {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada.email());
        leave(ada);
        world.advance(Duration.ofDays(15));
        DepartureWork work = world.server().bean(DepartureWork.class);
        try (Connection keeping = world.database().connect("concierge_owner");
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            keeping.setAutoCommit(false);
            execute(keeping, "select 1 from accounts where account_id = '" + id + "' for update");
            Future<?> end = thread.submit(() -> work.run(id));
            long patience = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (count("select count(*) from pg_locks where not granted") == 0) {
                assertThat(System.nanoTime()).as("the job comes to the account").isLessThan(patience);
                Thread.onSpinWait();
            }

            execute(keeping, "select 1 from account_departures where account_id = '" + id + "' for update nowait");

            keeping.rollback();
            end.get(1, TimeUnit.MINUTES);
        }
        assertThat(status(id)).isIn("gone", "deleted");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
