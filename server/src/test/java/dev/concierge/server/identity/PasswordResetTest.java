package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.mail.Letter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A forgotten password, by the pages and the mails of a running server: attacks J-11, J-03, C-05. */
@Tag("security")
class PasswordResetTest {
    private static final String NEW = "seven grey herons at dawn";

    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void goOn() {
        people.clock().advance(Duration.ofHours(3));
    }

    @AfterEach
    void release() {
        people.clock().release();
    }

    private static HttpResponse<String> forgot(String email) {
        FormBrowser browser = people.browser();
        browser.get("/forgot");
        return browser.post("/forgot", "email", email);
    }

    private static String link(String email) {
        forgot(email);
        return people.mail().link(email, "/link/reset/");
    }

    private static HttpResponse<String> set(String link, String password) {
        FormBrowser browser = people.browser();
        browser.get(link);
        if (browser.check().isEmpty()) {
            browser.get("/login");
        }
        return browser.post(link, "password", password);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static int signIn(String email, String password) {
        return people.browser().signIn(email, password).statusCode();
    }

    @Test
    void somebody_who_forgot_the_password_chooses_a_new_one_in_another_browser() {
        String anna = people.person();
        FormBrowser elsewhere = people.signedIn(anna);
        HttpResponse<String> asked = forgot("  " + anna.toUpperCase(java.util.Locale.ROOT));
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("If there is an account with that address");

        String link = people.mail().link(anna, "/link/reset/");
        FormBrowser other = people.browser();
        HttpResponse<String> form = other.get(link);
        assertThat(form.body()).contains("Choose a new password");
        HttpResponse<String> done = other.post(link, "password", NEW);

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(location(done)).isEqualTo("/login?after=password");
        assertThat(other.get("/login?after=password").body()).contains("Your password is set.");
        assertThat(signIn(anna, NEW)).isEqualTo(303);
        assertThat(signIn(anna, People.PASSWORD)).isEqualTo(422);
        assertThat(elsewhere.get("/security").statusCode())
                .as("every other session is over")
                .isEqualTo(303);
        assertThat(people.mail().subjects(anna)).startsWith("A new browser signed in", "Your password was changed");
        assertThat(people.count("select count(*) from audit_events where action = 'password.reset' and account_id = '"
                        + people.idOf(anna) + "'"))
                .isOne();
    }

    @Test
    void j11_a_scanner_that_opens_the_link_burns_nothing() {
        String anna = people.person();
        String link = link(anna);
        for (int i = 0; i < 3; i++) {
            assertThat(people.browser().get(link).statusCode()).isEqualTo(200);
        }
        assertThat(RawHttp.send(
                                people.server().url(),
                                "HEAD " + link + " HTTP/1.1",
                                "Host: " + people.server().url().getAuthority())
                        .status())
                .isEqualTo(200);
        assertThat(set(link, NEW).statusCode()).isEqualTo(303);
    }

    @Test
    void j11_the_link_used_again_is_over() {
        String anna = people.person();
        String link = link(anna);
        assertThat(set(link, NEW).statusCode()).isEqualTo(303);
        HttpResponse<String> again = set(link, "another kettle hums at six");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("This link is over");
        assertThat(signIn(anna, NEW)).isEqualTo(303);
    }

    @Test
    void j11_the_link_used_by_eight_at_the_same_time_sets_one_password() throws Exception {
        String anna = people.person();
        String link = link(anna);
        List<FormBrowser> browsers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FormBrowser browser = people.browser();
            browser.get(link);
            browsers.add(browser);
        }
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < browsers.size(); i++) {
                FormBrowser browser = browsers.get(i);
                String password = "password number " + i + " of eight";
                all.add(many.submit(() -> {
                    go.await();
                    return browser.post(link, "password", password).statusCode();
                }));
            }
            go.countDown();
            for (Future<Integer> one : all) {
                answers.add(one.get());
            }
        }
        assertThat(answers).containsOnlyOnce(303).containsOnly(303, 400);
    }

    @Test
    void j11_a_newer_link_ends_the_older_one() {
        String anna = people.person();
        String older = link(anna);
        String newer = link(anna);
        assertThat(newer).isNotEqualTo(older);
        assertThat(set(older, NEW).statusCode()).isEqualTo(400);
        assertThat(set(newer, NEW).statusCode()).isEqualTo(303);
    }

    @Test
    void j11_the_link_dies_after_thirty_minutes() {
        String anna = people.person();
        String link = link(anna);
        people.clock().advance(Duration.ofMinutes(29));
        assertThat(people.browser().get(link).statusCode()).isEqualTo(200);
        people.clock().advance(Duration.ofMinutes(1));
        assertThat(people.browser().get(link).statusCode()).isEqualTo(400);
        assertThat(set(link, NEW).statusCode()).isEqualTo(400);
        assertThat(signIn(anna, People.PASSWORD)).isEqualTo(303);
    }

    @Test
    void j11_the_link_dies_when_the_password_changes_meanwhile() {
        String anna = people.person();
        String link = link(anna);
        people.database()
                .owner()
                .sql("update passwords set changed_at = :now where account_id = :id")
                .param("now", Rows.utc(people.clock().instant().plusSeconds(1)))
                .param("id", people.idOf(anna))
                .update();
        assertThat(set(link, NEW).statusCode()).isEqualTo(400);
        assertThat(signIn(anna, People.PASSWORD)).isEqualTo(303);
    }

    @Test
    void j11_the_link_dies_when_the_address_changes_meanwhile() {
        String anna = people.person();
        String link = link(anna);
        people.database()
                .owner()
                .sql("update accounts set email = 'moved.' || email where email = :email")
                .param("email", anna)
                .update();
        assertThat(people.browser().get(link).statusCode()).isEqualTo(400);
        assertThat(set(link, NEW).statusCode()).isEqualTo(400);
        assertThat(signIn("moved." + anna, People.PASSWORD)).isEqualTo(303);
    }

    @Test
    void j11_a_guessed_link_and_one_of_another_kind_are_over() {
        String anna = people.person();
        String link = link(anna);
        String token = link.substring(link.lastIndexOf('/') + 1);
        assertThat(set("/link/reset/" + "A".repeat(43), NEW).statusCode()).isEqualTo(400);
        assertThat(people.browser().get("/link/undo/" + token).statusCode()).isEqualTo(400);
        assertThat(people.browser().get("/link/sign-in/" + token).statusCode()).isEqualTo(400);
        assertThat(people.signedIn(anna).get("/link/verify/" + token).statusCode())
                .isEqualTo(404);
        assertThat(set(link, NEW).statusCode()).as("none of that took it").isEqualTo(303);
    }

    @Test
    void j11_the_link_leads_to_the_configured_house_whatever_the_request_says() {
        String anna = people.person();
        FormBrowser browser = people.browser();
        browser.get("/forgot");
        browser.post(
                "/forgot", Map.of("X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example"), "email", anna);
        Letter letter = people.mail().to(anna).getFirst();
        assertThat(Objects.requireNonNull(letter.link()).url().toString())
                .startsWith(people.server().url() + "/link/reset/");
        assertThat(RawHttp.send(people.server().url(), "GET /forgot HTTP/1.1", "Host: evil.example")
                        .status())
                .isEqualTo(421);
    }

    @Test
    void j11_setting_a_password_signs_nobody_in_so_every_factor_is_still_asked_for() {
        String anna = people.person();
        String link = link(anna);
        FormBrowser browser = people.browser();
        browser.get(link);
        browser.post(link, "password", NEW);
        assertThat(browser.cookie(SessionCookie.NAME)).isEmpty();
        assertThat(browser.get("/security").statusCode()).isEqualTo(303);
    }

    @Test
    void a_password_that_cannot_be_taken_leaves_the_link_as_it_is() {
        String anna = people.person();
        String link = link(anna);
        HttpResponse<String> answer = set(link, "password1234");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Choose another", "aria-invalid=\"true\"");
        assertThat(set(link, "short").statusCode()).isEqualTo(422);
        assertThat(set(link, NEW).statusCode()).isEqualTo(303);
    }

    @Test
    void the_link_is_stored_as_a_hash_and_the_mail_encrypted() {
        String anna = people.person();
        String link = link(anna);
        String token = link.substring(link.lastIndexOf('/') + 1);
        for (String table : List.of("email_links", "mails", "jobs_mail", "mail_requests", "audit_events")) {
            assertThat(people.database()
                            .owner()
                            .sql("select coalesce(string_agg(to_jsonb(t)::text, ' '), '') from " + table + " t")
                            .query(String.class)
                            .single())
                    .as(table)
                    .doesNotContain(token);
        }
        assertThat(people.count("select count(*) from email_links where token_hash = sha256('" + token + "')"))
                .isOne();
    }

    @Test
    void j03_known_unknown_disabled_and_federated_addresses_are_answered_alike_by_the_same_work() {
        people.clock().hold();
        String known = people.person();
        String disabled = people.person();
        String federated = people.person();
        sql("update accounts set status = 'disabled' where email = '" + disabled + "'");
        sql("delete from passwords where account_id = '" + people.idOf(federated) + "'");
        Map<String, String> answers = new HashMap<>();
        for (String email : List.of(known, "nobody@corp.example", disabled, federated)) {
            long requests = people.count("select count(*) from mail_requests");
            long mails = people.count("select count(*) from mails");
            HttpResponse<String> answer = forgot(email);
            answers.put(
                    email,
                    answer.statusCode() + " "
                            + answer.headers().map().keySet().stream().sorted().toList() + " "
                            + answer.body().replaceAll("value=\"[A-Za-z0-9_=-]{40,}\"|&#34;:&#34;[A-Za-z0-9_=-]+", ""));
            assertThat(people.count("select count(*) from mail_requests")).isEqualTo(requests + 1);
            assertThat(people.count("select count(*) from mails"))
                    .as("nobody looked yet")
                    .isEqualTo(mails);
        }
        assertThat(Set.copyOf(answers.values())).hasSize(1);

        assertThat(people.mail().subjects(known)).containsExactly("Choose a new password");
        assertThat(people.mail().subjects("nobody@corp.example")).isEmpty();
        assertThat(people.mail().subjects(disabled)).isEmpty();
        assertThat(people.mail().subjects(federated)).containsExactly("Choose a new password");
        assertThat(people.count("select count(*) from mail_requests")).isZero();
        String link = people.mail().link(federated, "/link/reset/");
        assertThat(set(link, NEW).statusCode()).as("a first password").isEqualTo(303);
        assertThat(signIn(federated, NEW)).isEqualTo(303);
    }

    @Test
    void a_link_of_somebody_who_is_disabled_meanwhile_is_over() {
        String anna = people.person();
        String link = link(anna);
        sql("update accounts set status = 'disabled' where email = '" + anna + "'");
        assertThat(people.browser().get(link).statusCode()).isEqualTo(400);
        assertThat(set(link, NEW).statusCode()).isEqualTo(400);
    }

    @Test
    void what_is_no_address_is_told_so() {
        HttpResponse<String> answer = forgot("anna@corp.example, eve@evil.example");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Write one e-mail address");
        assertThat(people.count("select count(*) from mail_requests")).isZero();
    }

    @Test
    void one_address_is_not_flooded_and_others_go_on() {
        people.clock().hold();
        String anna = people.person();
        for (int i = 0; i < 4; i++) {
            people.clock().advance(Duration.ofSeconds(1));
            assertThat(forgot(anna).statusCode()).isEqualTo(200);
            assertThat(people.mail().to(anna)).hasSize(i + 1);
        }
        HttpResponse<String> more = forgot(anna);
        assertThat(more.statusCode()).isEqualTo(429);
        assertThat(more.headers().firstValue("Retry-After")).hasValue("597");
        for (int i = 0; i < 4; i++) {
            assertThat(forgot("nobody.at.all@corp.example").statusCode()).isEqualTo(200);
        }
        assertThat(forgot("nobody.at.all@corp.example").statusCode())
                .as("an unknown address is limited alike")
                .isEqualTo(429);
        assertThat(forgot(people.person()).statusCode()).isEqualTo(200);
        String link = people.mail().link(anna, "/link/reset/");
        assertThat(set(link, NEW).statusCode())
                .as("what was sent before still works")
                .isEqualTo(303);
    }

    @Test
    void one_network_does_not_ask_for_thousands() {
        people.clock().hold();
        FormBrowser browser = people.browser();
        Map<String, String> from = Map.of("X-Forwarded-For", "203.0.113.9");
        browser.get("/forgot");
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            answers.add(browser.post("/forgot", from, "email", "victim" + i + "@corp.example")
                    .statusCode());
        }
        assertThat(answers.subList(0, 40)).containsOnly(200);
        assertThat(answers.getLast()).isEqualTo(429);
        assertThat(browser.post("/forgot", Map.of("X-Forwarded-For", "198.51.100.4"), "email", "v@corp.example")
                        .statusCode())
                .isEqualTo(200);
        people.mail().to("nobody@corp.example");
    }

    /** Mallory made the account with Bob's address, and waits with a session, a key and an identity of hers. */
    @Test
    void c05_the_owner_of_an_address_that_nobody_proved_ends_all_that_another_left_there() {
        String bob = "bob." + UUID.randomUUID() + "@corp.example";
        FormBrowser mallory = people.browser();
        mallory.get("/signup");
        mallory.post("/signup", "name", "Bob", "email", bob, "password", People.PASSWORD, "to", "/");
        mallory.signIn(bob, People.PASSWORD);
        mallory.get("/security");
        mallory.post("/security/keys", "name", "hers", "scope", "tokens:vend", "days", "30");
        sql(
                "insert into identities (identity_id, account_id, issuer, subject, provider, email_verified, created_at, used_at)"
                        + " values (gen_random_uuid(), '" + people.idOf(bob) + "', 'https://issuer.example', '" + bob
                        + "', 'google', false, now(), now())");
        sql(
                "insert into identities (identity_id, account_id, issuer, subject, provider, email, email_verified, created_at, used_at)"
                        + " values (gen_random_uuid(), '" + people.idOf(bob)
                        + "', 'https://issuer.example', 'bob himself', 'google', '"
                        + bob + "', true, now(), now())");

        assertThat(set(link(bob), NEW).statusCode()).isEqualTo(303);

        assertThat(mallory.get("/security").statusCode()).isEqualTo(303);
        assertThat(signIn(bob, People.PASSWORD)).isEqualTo(422);
        assertThat(living("api_keys", "revoked_at is null", bob)).isZero();
        assertThat(living("identities", "subject <> 'bob himself'", bob)).isZero();
        assertThat(living("identities", "subject = 'bob himself'", bob))
                .as("the provider vouches for the address")
                .isOne();
        assertThat(living("accounts", "email_verified", bob)).isOne();
        assertThat(people.mail().to(bob).getFirst().paragraphs().toString()).contains("API keys of the account");
        assertThat(signIn(bob, NEW)).isEqualTo(303);
    }

    @Test
    void keys_of_an_account_whose_address_was_proved_before_go_on_and_are_named_in_the_mail() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        browser.post("/security/keys", "name", "backend", "scope", "tokens:vend", "days", "30");
        assertThat(set(link(anna), NEW).statusCode()).isEqualTo(303);
        assertThat(living("api_keys", "revoked_at is null", anna)).isOne();
        assertThat(people.mail().to(anna).getFirst().paragraphs().toString())
                .contains("left as they are")
                .contains("API keys that still work begin with: ck_")
                .doesNotContain("added in the last 7 days");
    }

    @Test
    void k05_without_the_form_check_nothing_is_set_and_nothing_asked() {
        String anna = people.person();
        String link = link(anna);
        FormBrowser browser = people.browser();
        browser.get(link);
        browser.useCheck("x");
        assertThat(browser.post(link, "password", NEW).statusCode()).isEqualTo(403);
        assertThat(browser.post("/forgot", "email", anna).statusCode()).isEqualTo(403);
        assertThat(set(link, NEW).statusCode()).isEqualTo(303);
    }

    @Test
    void a_request_whose_job_ran_half_before_a_crash_sends_one_mail() {
        String anna = people.person();
        forgot(anna);
        UUID request = people.database()
                .owner()
                .sql("select id from mail_requests")
                .query((row, _) -> row.getObject(1, UUID.class))
                .single();
        MailRequests requests = people.server().bean(MailRequests.class);
        requests.answer(request);
        sql("insert into mail_requests (id, purpose, email, requested_at) values ('" + request + "', 'reset', '" + anna
                + "', now())");
        requests.answer(request);
        assertThat(people.mail().subjects(anna)).containsExactly("Choose a new password");
        assertThat(set(people.mail().link(anna, "/link/reset/"), NEW).statusCode())
                .isEqualTo(303);
    }

    private static long living(String table, String where, String email) {
        return people.count(
                "select count(*) from " + table + " where " + where + " and account_id = '" + people.idOf(email) + "'");
    }

    private static void sql(String sql) {
        people.database().owner().sql(sql).update();
    }
}
