package dev.concierge.server.integrations.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** D-07: the emergency page as an administrator uses it and as nobody else can, and what people see of it. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmergencyPageTest {
    private static final String PAGE = "/admin/emergency";
    private static final String API = "/api/v1/emergency-stops";
    private static final String LOOK = "form[action='/admin/emergency/look']";
    private static final String ORDER = "form[action='/admin/emergency/order']";
    private static final String WHY = "Their support bot was breached";

    private World world;
    private HttpClient http;
    private Visitor admin;
    private Visitor ada;
    private UUID adas;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
        http = HttpClient.newHttpClient();
    }

    @BeforeEach
    void begin() {
        for (String table : List.of(
                "pending_revocations", "pending_grants", "receipts", "integrations", "grants", "emergency_stops")) {
            world.database().owner().sql("delete from " + table).update();
        }
        world.sandbox().knobs().resetAll();
        world.sandbox().ledger().clear();
        admin = world.visitor().signUp().raisedTo(Role.ADMIN);
        ada = world.visitor().signUp();
        adas = ada.connected(Visitor.LINH_WORK);
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    private Page look(Map<String, String> scope) {
        return admin.browser().submit(admin.open(PAGE), LOOK, scope);
    }

    private Page order(Page looked, String count) {
        return admin.browser().submit(looked, ORDER, Map.of("reason", WHY, "count", count));
    }

    private Page stopped(Map<String, String> scope, String count) {
        Page page = order(look(scope), count);
        assertThat(page.path()).as(page.text()).matches("/admin/emergency/[0-9a-f-]{36}");
        return page;
    }

    private void run(String job) {
        try {
            world.server().bean(JobRunner.class).run(job);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Until the stop's books are closed, which waits for every transaction that was open at that moment, whosever it is. */
    private void clearUp() {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        do {
            assertThat(System.nanoTime()).as("it comes to an end").isLessThan(end);
            run("integrations.end-stopped");
        } while (count("select count(*) from emergency_stops where state = 'running'") > 0);
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    private long stops() {
        return count("select count(*) from emergency_stops");
    }

    private void proveAddress(Visitor visitor) {
        world.database()
                .owner()
                .sql("update accounts set email_verified = true where email = :email")
                .param("email", visitor.email())
                .update();
    }

    /** What the app role learns of stops in a transaction of somebody's account. */
    private Optional<String> stopSeenBy(Visitor visitor) {
        UUID account = world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", visitor.email())
                .query(UUID.class)
                .single();
        return world.server()
                .bean(AccountScope.class)
                .call(
                        account,
                        jdbc -> jdbc.sql("select grant_stop('google', 'google', 0)::text as stop")
                                .query((row, _) -> Optional.ofNullable(row.getString("stop")))
                                .single());
    }

    private Api backend(Visitor visitor) {
        return new Api(http, world.server(), world.url("/"), visitor.apiKey("tokens:vend", "integrations:read"));
    }

    @Test
    @DisplayName("D-07 from the choice to the end: what it ends is said before, and how it went afterwards")
    void an_administrator_ends_a_provider_and_sees_it_through() {
        Api backend = backend(ada);
        assertThat(backend.token(adas).status()).isEqualTo(200);
        Page looked = look(Map.of("kind", "provider", "provider", "google"));
        assertThat(looked.text())
                .contains("This ends 1 connection of 1 person", "Everything at Google", "It cannot be undone");
        assertThat(stops()).as("looking ends nothing").isZero();

        Page page = order(looked, "1");

        assertThat(page.text()).contains("Everything at Google, ended by you", WHY, "0 of 1 connection");
        var refused = backend.token(adas);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("cause").asString()).isEqualTo("stopped");
        assertThat(refused.json().path("detail").asString())
                .isEqualTo(
                        "An administrator ended our access at Google as a precaution. The person must connect the account again.");

        world.sandbox().ledger().clear();
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        assertThat(world.sandbox().ledger().entries("google", "calendarList"))
                .as("syncs")
                .isEmpty();
        clearUp();
        Page cleared = admin.open(page.path());
        assertThat(cleared.text()).contains("being revoked at the providers", "1 of 1 connection");
        assertThat(cleared.find("#progress").attr("hx-get")).isEqualTo(page.path());
        run("vault.revoke-due");
        assertThat(world.sandbox().ledger().entries("google", "revoke")).hasSize(1);
        Page done = admin.open(page.path());
        assertThat(done.text()).contains("All done");
        assertThat(done.find("#progress").attr("hx-get")).isEmpty();
        assertThat(admin.open(PAGE).text()).contains("Everything at Google", WHY, "you");
        String id = page.path().substring((PAGE + "/").length());
        assertThat(count("select count(*) from audit_events where action = 'emergency.stop' and target = 'stop:" + id
                        + "'" + " and detail ->> 'reason' = '" + WHY + "' and detail ->> 'connections' = '1'"))
                .isOne();
    }

    /** What an earlier stop had ended, and its job had not come to yet, was counted again and ended by nobody. */
    @Test
    @DisplayName("D-07 what is said before is what is ended, also beside a stop whose job still runs")
    void the_number_said_is_the_number_ended() {
        Visitor bob = world.visitor().signUp();
        bob.connected(Visitor.LINH_HOME);
        stopped(Map.of("kind", "account", "email", ada.email()), "1");

        Page looked = look(Map.of("kind", "provider", "provider", "google"));
        assertThat(looked.text()).contains("This ends 1 connection of 1 person");
        Page page = order(looked, "1");
        assertThat(page.path()).as(page.text()).matches("/admin/emergency/[0-9a-f-]{36}");
        assertThat(look(Map.of("kind", "everything")).text()).contains("Nothing is connected there");
        clearUp();

        assertThat(admin.open(page.path()).text()).contains("1 of 1 connection");
        assertThat(count("select count(*) from receipts where stop_id = '"
                        + page.path().substring((PAGE + "/").length()) + "'"))
                .isOne();
        assertThat(count("select count(*) from receipts")).isEqualTo(2);
    }

    @Test
    @DisplayName("D-07 connections that are just being made are said before, and run out")
    void choices_that_wait_are_said() {
        world.database()
                .owner()
                .sql("""
                        insert into pending_grants (id, account_id, browser_hash, kind, provider, registration, upstream_subject, upstream_label, asked,
                                                    granted, tokens, created_at, expires_at)
                        select gen_random_uuid(), account_id, '\\x01', 'choice', 'google', 'google', 'somebody', 'Somebody', '{}', '{}', '\\x01', :now, :end
                        from accounts where email = :email
                        """)
                .param("email", ada.email())
                .param("now", java.sql.Timestamp.from(world.clock().instant()))
                .param("end", java.sql.Timestamp.from(world.clock().instant().plus(Duration.ofMinutes(15))))
                .update();

        assertThat(look(Map.of("kind", "provider", "provider", "google")).text())
                .contains("This ends 1 connection of 1 person", "1 connection being made just now");
        assertThat(api(admin, "GET", API + "/extent?scope=provider&target=google", "")
                        .body())
                .contains("\"connections\":1", "\"choices\":1");
        assertThat(look(Map.of("kind", "account", "email", ada.email())).text())
                .contains("1 connection being made just now");
        world.advance(Duration.ofMinutes(16));
        assertThat(api(admin, "GET", API + "/extent?scope=provider&target=google", "")
                        .body())
                .contains("\"choices\":0");
    }

    @Test
    @DisplayName("D-07 the part of the page asks for itself, and revoking can be paused")
    void revoking_can_be_paused() {
        Page page = stopped(Map.of("kind", "everything"), "1");
        Page paused = admin.browser().submit(page, "form[action='" + page.path() + "/pause']", Map.of());
        assertThat(paused.text()).contains("revoking is paused");
        clearUp();
        world.sandbox().ledger().clear();
        run("vault.revoke-due");
        assertThat(world.sandbox().ledger().entries("google", "revoke")).isEmpty();
        Page part = admin.browser().get(world.url(page.path()), Map.of("HX-Request", "true", "Accept", "text/html"));
        assertThat(part.has("h1")).isFalse();
        assertThat(part.text()).contains("revoking is paused", "1 of 1 connection");
        assertThat(admin.browser()
                        .submit(page, "form[action='" + page.path() + "/pause']", Map.of())
                        .status())
                .as("a second time")
                .isEqualTo(409);

        Page on = admin.browser().submit(paused, "form[action='" + page.path() + "/resume']", Map.of());
        assertThat(on.text()).contains("being revoked at the providers");
        run("vault.revoke-due");
        assertThat(admin.open(page.path()).text()).contains("All done");
    }

    @Test
    @DisplayName("D-07 a wrong number, no reason, or no proof after ten minutes end nothing")
    void a_wrong_number_no_reason_or_no_proof_end_nothing() {
        Page looked = look(Map.of("kind", "everything"));
        Page wrong = order(looked, "2");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("Write 1, the number of connections that this ends");
        Page silent = admin.browser().submit(looked, ORDER, Map.of("reason", " ", "count", "1"));
        assertThat(silent.status()).isEqualTo(422);
        assertThat(silent.text()).contains("Say why.");

        world.advance(Duration.ofMinutes(11));
        Page asked = look(Map.of("kind", "everything"));
        assertThat(asked.has(ORDER + " input[name=password]")).isTrue();
        Page unproved = order(asked, "1");
        assertThat(unproved.status()).isEqualTo(422);
        assertThat(unproved.text()).contains("Write a code of your authenticator app");
        Page guessed = admin.browser()
                .submit(
                        asked,
                        ORDER,
                        Map.of(
                                "reason",
                                WHY,
                                "count",
                                "1",
                                "password",
                                admin.app().wrong()));
        assertThat(guessed.status()).isEqualTo(422);
        assertThat(guessed.text()).contains("That code does not fit, or was used already.");
        assertThat(stops()).isZero();
        assertThat(count("select count(*) from integrations where state = 'active'"))
                .isOne();

        Page ordered = admin.browser()
                .submit(
                        guessed,
                        ORDER,
                        Map.of(
                                "reason",
                                WHY,
                                "count",
                                "1",
                                "password",
                                admin.app().code()));
        assertThat(ordered.path()).matches("/admin/emergency/[0-9a-f-]{36}");
        assertThat(stops()).isOne();
    }

    private Page api(Visitor person, String method, String path, String body) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Accept",
                "application/json",
                "Origin",
                "http://" + world.url("/").getAuthority()));
        headers.put(
                "X-CSRF-TOKEN",
                person.open("/integrations").find("input[name=_csrf]").val());
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return person.browser().send(method, world.url(path), body, headers);
    }

    @Test
    @DisplayName("D-07 the same by the API, for a signed-in administrator and for no key")
    void the_same_by_the_api() {
        assertThat(api(admin, "GET", API + "/extent?scope=registration&target=google", "")
                        .body())
                .contains("\"connections\":1", "\"people\":1");
        assertThat(api(admin, "GET", API + "/extent?scope=nobody", "").status()).isEqualTo(400);
        String wanted = "{\"scope\":\"registration\",\"target\":\"google\",\"reason\":\"leaked\",\"connections\":%d}";
        assertThat(api(admin, "POST", API, wanted.formatted(2)).status()).isEqualTo(409);
        assertThat(api(admin, "POST", API, wanted.formatted(1).replace("leaked", " "))
                        .status())
                .isEqualTo(400);
        assertThat(api(ada, "POST", API, wanted.formatted(1)).status()).isEqualTo(403);
        String key = admin.apiKey("tokens:vend", "integrations:read", "integrations:write");
        Api byKey = new Api(http, world.server(), world.url("/"), key);
        assertThat(byKey.get(API).status()).isEqualTo(403);
        assertThat(byKey.post(API, wanted.formatted(1)).status()).isEqualTo(403);
        world.advance(Duration.ofMinutes(11));
        assertThat(api(admin, "POST", API, wanted.formatted(1)).status())
                .as("without a code")
                .isEqualTo(403);
        assertThat(stops()).isZero();

        Page made = api(
                admin,
                "POST",
                API,
                wanted.formatted(1)
                        .replace("}", ",\"password\":\"" + admin.app().code() + "\"}"));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body())
                .contains("\"state\":\"running\"", "\"reason\":\"leaked\"")
                .doesNotContain("password");
        clearUp();
        String id = world.database()
                .owner()
                .sql("select id::text from emergency_stops")
                .query(String.class)
                .single();
        assertThat(api(admin, "POST", API + "/" + id + "/pause", "").body()).doesNotContain("\"pausedAt\":null");
        assertThat(api(admin, "POST", API + "/" + id + "/pause", "").status()).isEqualTo(409);
        assertThat(api(admin, "POST", API + "/" + id + "/resume", "").status()).isEqualTo(200);
        assertThat(api(admin, "GET", API + "/" + id, "").body())
                .contains("\"state\":\"done\"", "\"ended\":1", "\"outcome\":\"waiting\"");
        assertThat(api(admin, "GET", API, "").body()).contains(id);
        assertThat(api(admin, "GET", API + "/" + UUID.randomUUID(), "").status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("D-07 nobody but an administrator sees or ends anything")
    void nobody_else_sees_or_ends_anything() {
        String stop = stopped(Map.of("kind", "everything"), "1").path();
        for (Role role : List.of(Role.USER, Role.MANAGER)) {
            Visitor other = world.visitor().signUp().raisedTo(role);
            assertThat(other.open(PAGE).status()).isEqualTo(403);
            assertThat(other.open(stop).status()).isEqualTo(403);
            assertThat(other.open("/").has("a[href='" + PAGE + "']")).isFalse();
            String csrf = other.open("/integrations").find("input[name=_csrf]").val();
            for (String act : List.of(PAGE + "/look", PAGE + "/order", stop + "/pause", stop + "/resume")) {
                Page answer = other.browser()
                        .send(
                                "POST",
                                world.url(act),
                                Browser.encode(List.of(
                                        new Browser.Field("_csrf", csrf),
                                        new Browser.Field("kind", "everything"),
                                        new Browser.Field("reason", "mine"),
                                        new Browser.Field("count", "0"))),
                                Map.of(
                                        "Content-Type",
                                        "application/x-www-form-urlencoded",
                                        "Origin",
                                        "http://" + world.url("/").getAuthority()));
                assertThat(answer.status()).as(act).isEqualTo(403);
            }
        }
        assertThat(stops()).isOne();
        assertThat(count("select count(*) from emergency_stops where paused_at is not null"))
                .isZero();
        assertThat(count("select count(*) from audit_events where action like 'emergency.%' and outcome = 'refused'"))
                .isGreaterThanOrEqualTo(12);
        assertThat(admin.open("/").has("a[href='" + PAGE + "']")).isTrue();
    }

    @Test
    @DisplayName(
            "D-07 a stop of one account leaves another account's connections alone, also where both hang on one consent at the provider")
    void a_stop_of_one_account_leaves_the_others_alone() {
        Visitor eve = world.visitor().signUp();
        UUID eves = eve.connected(Visitor.LINH_WORK);
        Api backend = backend(eve);
        assertThat(backend.token(eves).status()).isEqualTo(200);
        assertThat(look(Map.of("kind", "account", "email", "nobody@people.example"))
                        .text())
                .contains("There is no such account or provider.");

        Page page = stopped(Map.of("kind", "account", "email", ada.email().toUpperCase(java.util.Locale.ROOT)), "1");
        assertThat(stopSeenBy(ada)).isPresent();
        assertThat(stopSeenBy(eve)).as("in the database, of another's stop").isEmpty();
        clearUp();
        run("vault.revoke-due");

        assertThat(page.text()).contains("Everything of " + ada.email());
        assertThat(admin.open(page.path()).text()).contains("Left open at the provider");
        assertThat(backend.token(eves).status()).isEqualTo(200);
        assertThat(eve.open("/integrations/" + eves).text()).doesNotContain("as a precaution");
        world.advance(Duration.ofHours(2));
        assertThat(backend.token(eves).status()).as("renewed").isEqualTo(200);
        assertThat(count("select count(*) from integrations where state = 'active' and id = '" + eves + "'"))
                .isOne();
        assertThat(count("select count(*) from mails where kind = 'stopped' and recipient = '" + eve.email() + "'"))
                .isZero();
    }

    @Test
    @DisplayName(
            "D-07 people are told on their page and by one mail, and connect the same connection again; the old token is ended first")
    void people_are_told_and_connect_again() {
        proveAddress(ada);
        UUID second = ada.connected(Visitor.LINH_HOME);
        Api backend = backend(ada);
        stopped(Map.of("kind", "everything"), "2");
        clearUp();

        Page page = ada.open("/integrations/" + adas);
        assertThat(page.text())
                .contains(
                        "An administrator ended our access at Google as a precaution. Reconnect it if you still want it.",
                        "What was synced is still here.");
        Page receipt = ada.open(page.find("a[href^='/receipts/']").attr("href"));
        assertThat(receipt.text())
                .contains("waits for you", "Nothing of it was deleted", "has not ended the access yet");
        assertThat(ada.open("/integrations").text()).contains("ended our access at Google as a precaution");
        List<Letter> letters = new KeptMail(world.server())
                .to(ada.email()).stream()
                        .filter(letter -> letter.subject().equals("Please connect your accounts again"))
                        .toList();
        assertThat(letters).hasSize(1);
        assertThat(new KeptMail(world.server()).to(admin.email()))
                .as("nothing of hers was ended")
                .noneMatch(letter -> letter.subject().equals("Please connect your accounts again"));

        world.sandbox().ledger().clear();
        assertThat(ada.connected(Visitor.LINH_WORK)).as("the same one again").isEqualTo(adas);

        assertThat(world.sandbox().ledger().entries("google", "revoke"))
                .as("what waited at Google was ended before she left for there")
                .hasSize(2);
        clearUp();
        run("vault.revoke-due");
        assertThat(backend.token(adas).status()).isEqualTo(200);
        assertThat(backend.token(second).status()).isEqualTo(409);
        world.advance(Duration.ofHours(2));
        assertThat(backend.token(adas).status())
                .as("renewed with the new consent")
                .isEqualTo(200);
    }

    @Test
    @DisplayName(
            "D-07 whoever connects again before the job has come to it ends the old tokens by that, and keeps the new ones")
    void whoever_connects_again_before_the_job_keeps_the_new_tokens() {
        Api backend = backend(ada);
        stopped(Map.of("kind", "provider", "provider", "google"), "1");

        assertThat(ada.connected(Visitor.LINH_WORK)).isEqualTo(adas);

        assertThat(backend.token(adas).status()).isEqualTo(200);
        clearUp();
        run("vault.revoke-due");
        assertThat(backend.token(adas).status()).isEqualTo(200);
        assertThat(count("select count(*) from receipts where stop_id is not null and outcome = 'revoked'"))
                .isOne();
    }

    @Test
    @DisplayName("D-07 a choice that waits with tokens from before the stop runs out with it")
    void a_choice_that_waits_runs_out() {
        Page choice = ada.connect(Visitor.LINH_HOME, java.util.Set.of(Visitor.CALENDAR_LIST));
        assertThat(choice.path()).startsWith("/integrations/choices/");
        stopped(Map.of("kind", "provider", "provider", "google"), "1");

        Page taken = ada.browser().submit(choice, "form:has(button[value=add])", Map.of("choice", "add"));

        assertThat(taken.status()).isEqualTo(400);
        clearUp();
        assertThat(count("select count(*) from pending_grants")).isZero();
        assertThat(count("select count(*) from integrations")).isOne();
    }
}
