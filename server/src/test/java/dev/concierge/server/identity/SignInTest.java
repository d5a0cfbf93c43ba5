package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing up, in and out through the pages of a running server. */
@Tag("security")
class SignInTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("concierge.identity.sign-in-burst", "30"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @AfterEach
    void goOn() {
        people.clock().release();
    }

    @Test
    void a_person_signs_up_signs_in_and_signs_out() {
        FormBrowser browser = people.browser();
        browser.get("/signup?to=/integrations");
        HttpResponse<String> made = browser.post(
                "/signup",
                "name",
                "Anna Berg",
                "email",
                " Anna@New.Example ",
                "password",
                People.PASSWORD,
                "to",
                "/integrations");
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(location(made)).isEqualTo("/login?after=sign-up&to=%2Fintegrations");
        assertThat(browser.get(location(made)).body()).contains("Now sign in");

        HttpResponse<String> in =
                browser.post("/login", "email", "anna@new.example", "password", People.PASSWORD, "to", "/integrations");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(location(in)).isEqualTo("/integrations");
        assertThat(browser.get("/security").body()).contains("anna@new.example", "Firefox on Linux");

        HttpResponse<String> out = browser.post("/logout");
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(location(browser.get("/security"))).isEqualTo("/login?to=%2Fsecurity");
        assertThat(people.count("select count(*) from accounts where email = 'anna@new.example' and role = 'guest'"))
                .isOne();
    }

    @Test
    void l01_a_role_smuggled_into_the_sign_up_form_is_ignored() {
        FormBrowser browser = people.browser();
        browser.get("/signup");
        browser.post(
                "/signup",
                "name",
                "Eve",
                "email",
                "eve@smuggle.example",
                "password",
                People.PASSWORD,
                "to",
                "/",
                "role",
                "admin",
                "roles",
                "admin",
                "isAdmin",
                "true",
                "status",
                "active",
                "local_id",
                "7",
                "localId",
                "7",
                "account_id",
                "0191a9c4-0000-7000-8000-000000000001",
                "user.role",
                "admin",
                "role[]",
                "admin",
                "epoch",
                "9");
        assertThat(people.count("select count(*) from accounts where email = 'eve@smuggle.example' and role = 'guest'"
                        + " and local_id is null and epoch = 0"))
                .isOne();
    }

    @Test
    void j03_signing_up_with_a_taken_address_looks_like_signing_up_with_a_free_one() {
        String taken = people.person();
        FormBrowser browser = people.browser();
        browser.get("/signup");
        HttpResponse<String> first = browser.post(
                "/signup", "name", "Eve", "email", taken, "password", "another kettle hums at six", "to", "/");
        HttpResponse<String> second = browser.post(
                "/signup",
                "name",
                "Eve",
                "email",
                "free@corp.example",
                "password",
                "another kettle hums at six",
                "to",
                "/");
        assertThat(first.statusCode()).isEqualTo(second.statusCode());
        assertThat(location(first)).isEqualTo(location(second));
        assertThat(first.body()).isEqualTo(second.body());
        assertThat(first.headers().map().keySet())
                .isEqualTo(second.headers().map().keySet());
        assertThat(people.browser().signIn(taken, People.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void j03_unknown_known_and_disabled_accounts_are_refused_with_the_same_answer() {
        String known = people.person();
        String disabled = people.person();
        people.database()
                .owner()
                .sql("update accounts set status = 'disabled' where email = :email")
                .param("email", disabled)
                .update();
        String unknown = refusal("nobody@corp.example", People.PASSWORD);
        assertThat(refusal(known, "this is not the password")).isEqualTo(unknown);
        assertThat(refusal(disabled, People.PASSWORD)).isEqualTo(unknown);
        assertThat(refusal("no address at all", People.PASSWORD)).isEqualTo(unknown);
        assertThat(refusal(known, "x".repeat(5000))).isEqualTo(unknown);
    }

    private static String refusal(String email, String password) {
        FormBrowser browser = people.browser();
        browser.get("/login");
        HttpResponse<String> answer = browser.post(
                "/login", Map.of("X-Forwarded-For", "198.51.100.77"), "email", email, "password", password, "to", "/");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("don’t match");
        return answer.body()
                .replace(email, "E-MAIL")
                .replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "")
                .replaceAll("X-CSRF-TOKEN[^}]+", "");
    }

    @Test
    void j01_guessing_at_one_account_stops_after_a_handful_from_any_number_of_addresses() {
        String alice = people.person();
        FormBrowser known = people.signedIn(alice);
        people.clock().hold();
        for (int guess = 0; guess < 5; guess++) {
            assertThat(guess(alice, "203.0." + guess + ".9").statusCode()).isEqualTo(422);
        }
        HttpResponse<String> slowed = guess(alice, "192.0.2.200");
        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 180L);
        assertThat(slowed.body()).contains("Try again in 3 minutes");

        FormBrowser stranger = people.browser();
        stranger.get("/login");
        assertThat(stranger.post(
                                "/login",
                                Map.of("X-Forwarded-For", "192.0.2.201"),
                                "email",
                                alice,
                                "password",
                                People.PASSWORD,
                                "to",
                                "/")
                        .statusCode())
                .as("the right password is not even looked at")
                .isEqualTo(429);
        known.post("/logout");
        HttpResponse<String> back = known.signIn(alice, People.PASSWORD);
        assertThat(back.statusCode()).as("Alice gets in from her own browser").isEqualTo(303);
        assertThat(people.count("select failed_before from sessions where ended_at is null and account_id = '"
                        + people.idOf(alice) + "'"))
                .as("and is told")
                .isEqualTo(5);
    }

    private static HttpResponse<String> guess(String email, String from) {
        FormBrowser browser = people.browser();
        browser.get("/login");
        return browser.post(
                "/login",
                Map.of("X-Forwarded-For", from),
                "email",
                email,
                "password",
                "this is a wrong guess",
                "to",
                "/");
    }

    @Test
    void j02_guessing_at_many_accounts_from_one_network_is_slowed_and_neighbours_who_get_it_right_are_not_counted() {
        String network = "203.0.113.";
        String honest = people.person();
        for (int visit = 0; visit < 5; visit++) {
            assertThat(people.browser().signIn(honest, People.PASSWORD).statusCode())
                    .isEqualTo(303);
        }
        people.clock().hold();
        int refused = 0;
        int slowed = 0;
        for (int account = 0; account < 36; account++) {
            int status = guess("stuffed" + account + "@corp.example", network + account)
                    .statusCode();
            refused += status == 422 ? 1 : 0;
            slowed += status == 429 ? 1 : 0;
        }
        assertThat(refused).isBetween(30, 35);
        assertThat(slowed).isGreaterThan(0);
        assertThat(guess("stuffed@corp.example", "2001:db8:1:2::5").statusCode())
                .isEqualTo(422);
        people.clock().advance(Duration.ofMinutes(20));
        assertThat(guess("later@corp.example", network + 7).statusCode()).isEqualTo(422);
    }

    @Test
    void m01_rotating_forwarded_headers_does_not_make_a_new_address() {
        try (People direct = People.start(Map.of("TRUSTED_PROXIES", "", "concierge.identity.sign-in-burst", "3"))) {
            direct.clock().hold();
            int slowed = 0;
            for (int call = 0; call < 5; call++) {
                FormBrowser browser = direct.browser();
                browser.get("/login");
                Map<String, String> headers = Map.of(
                        "X-Forwarded-For", "203.0.113." + call,
                        "X-Real-IP", "203.0.113." + call,
                        "Forwarded", "for=203.0.113." + call,
                        "CF-Connecting-IP", "203.0.113." + call,
                        "True-Client-IP", "203.0.113." + call);
                slowed += browser.post(
                                                "/login",
                                                headers,
                                                "email",
                                                call + "@corp.example",
                                                "password",
                                                "this is a wrong guess",
                                                "to",
                                                "/")
                                        .statusCode()
                                == 429
                        ? 1
                        : 0;
            }
            assertThat(slowed).isEqualTo(2);
        }
    }

    @Test
    void j12_a_session_planted_before_the_sign_in_is_not_the_session_after_it() {
        String eve = people.person();
        String alice = people.person();
        FormBrowser attacker = people.signedIn(eve);
        String planted = attacker.cookie(SessionCookie.NAME);
        FormBrowser victim = people.browser();
        victim.plant(SessionCookie.NAME, planted);
        victim.get("/integrations");
        victim.get("/security");
        assertThat(victim.post("/login", "email", alice, "password", People.PASSWORD, "to", "/")
                        .statusCode())
                .isEqualTo(303);
        assertThat(victim.cookie(SessionCookie.NAME)).isNotEqualTo(planted).isNotEmpty();
        assertThat(victim.get("/security").body()).contains(alice).doesNotContain(eve);
        assertThat(attacker.get("/security").statusCode())
                .as("the planted one is dead")
                .isEqualTo(303);
    }

    @Test
    void a22_signing_in_as_another_ends_the_first_ones_session_and_what_was_begun_in_it() {
        String alice = people.person();
        String bob = people.person();
        FormBrowser browser = people.signedIn(alice);
        var first = session(alice);
        browser.post("/login", "email", bob, "password", People.PASSWORD, "to", "/");
        assertThat(browser.get("/security").body()).contains(bob).doesNotContain(alice);
        Sessions sessions = people.server().bean(Sessions.class);
        assertThat(sessions.isAlive(first, people.idOf(alice))).isFalse();
        assertThat(sessions.isAlive(session(bob), people.idOf(bob))).isTrue();
        assertThat(sessions.isAlive(session(bob), people.idOf(alice)))
                .as("another's session is not hers")
                .isFalse();
    }

    private static java.util.UUID session(String email) {
        return people.database()
                .owner()
                .sql(
                        "select session_id from sessions where account_id = :id and ended_at is null order by created_at desc limit 1")
                .param("id", people.idOf(email))
                .query(java.util.UUID.class)
                .single();
    }

    @Test
    void j17_a_fresh_installation_has_no_account_and_no_page_that_offers_the_first() {
        try (People fresh = People.start(Map.of("SIGN_UP", "invite"))) {
            assertThat(fresh.count("select count(*) from accounts")).isZero();
            FormBrowser browser = fresh.browser();
            assertThat(browser.get("/signup").body()).contains("by invitation").doesNotContain("name=\"password\"");
            HttpResponse<String> tried = browser.post(
                    "/signup", "name", "Eve", "email", "eve@evil.example", "password", People.PASSWORD, "to", "/");
            assertThat(tried.statusCode()).isEqualTo(403);
            browser.get("/login");
            assertThat(browser.post(
                                    "/signup",
                                    "name",
                                    "Eve",
                                    "email",
                                    "eve@evil.example",
                                    "password",
                                    People.PASSWORD,
                                    "to",
                                    "/")
                            .statusCode())
                    .isEqualTo(403);
            for (String name : new String[] {"admin", "admin@localhost", "user", "admin@concierge.example"}) {
                assertThat(browser.signIn(name, "admin").statusCode()).isIn(422, 429);
            }
            assertThat(fresh.count("select count(*) from accounts")).isZero();
        }
    }

    @Test
    void a15_nobody_is_led_elsewhere_after_signing_in() {
        String alice = people.person();
        for (String to : new String[] {
            "//evil.example",
            "/\\evil.example",
            "https:evil.example",
            "/%09/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\r\nSet-Cookie: a=b",
            "/%2f%2fevil.example",
            "x".repeat(60_000)
        }) {
            FormBrowser browser = people.browser();
            browser.get("/login");
            HttpResponse<String> in = browser.post("/login", "email", alice, "password", People.PASSWORD, "to", to);
            assertThat(location(in))
                    .as(to.substring(0, Math.min(30, to.length())))
                    .isEqualTo("/");
        }
    }

    @Test
    void g04_refusals_are_written_into_the_trail_without_the_password() {
        String alice = people.person();
        guess(alice, "198.51.100.9");
        assertThat(people.count(
                        "select count(*) from audit_events where action = 'session.start' and outcome = 'refused'"
                                + " and account_id = '" + people.idOf(alice)
                                + "' and detail->>'reason' = 'wrong password'"))
                .isOne();
        assertThat(people.count("select count(*) from audit_events where detail::text like '%wrong guess%'"))
                .isZero();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElse("");
    }
}
