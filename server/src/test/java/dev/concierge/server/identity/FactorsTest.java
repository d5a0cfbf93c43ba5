package dev.concierge.server.identity;

import static dev.concierge.server.identity.Apps.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Second factors under Security: set up, listed, removed; and what wants a fresh proof. */
@Tag("security")
class FactorsTest {
    private static final Duration LONG_AGO = Duration.ofMinutes(11);

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
        people.clock().release();
        people.clock().advance(Duration.ofHours(3));
    }

    private static UUID newest(String email) {
        return people.database()
                .owner()
                .sql(
                        "select id from totp_authenticators where account_id = :id and confirmed_at is not null order by confirmed_at desc limit 1")
                .param("id", people.idOf(email))
                .query(UUID.class)
                .single();
    }

    private static long rows(String table, String email) {
        return people.count("select count(*) from " + table + " where account_id = '" + people.idOf(email) + "'");
    }

    private static boolean isIn(FormBrowser browser) {
        return browser.get("/security").statusCode() == 200;
    }

    private static void again(FormBrowser browser, String email, String code) {
        browser.signIn(email, People.PASSWORD);
        browser.get("/login/second");
        assertThat(browser.post("/login/second", "code", code, "to", "/").statusCode())
                .isEqualTo(303);
    }

    @Test
    void an_app_is_set_up_by_its_code_named_and_listed_and_the_recovery_codes_are_shown_once() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        String before = browser.cookie(SessionCookie.NAME);
        assertThat(Apps.page(browser.get("/security")).text()).contains("No second factor yet");

        AuthenticatorApp app = Apps.enrol(browser, people.clock());

        assertThat(app.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        HttpResponse<String> page = browser.get("/security");
        assertThat(Apps.page(page).text()).contains("Phone", "10 of 10 left");
        assertThat(page.body())
                .doesNotContain(app.secret())
                .doesNotContain(app.recoveryCodes().getFirst());
        assertThat(browser.cookie(SessionCookie.NAME)).as("j12").isNotEqualTo(before);
        assertThat(people.mail().subjects(anna)).containsExactly("An authenticator app was added");
        assertThat(people.count("select count(*) from audit_events where action = 'factor.add' and account_id = '"
                        + people.idOf(anna) + "'"))
                .isOne();
    }

    @Test
    void j08_the_seed_and_the_codes_are_not_in_the_database_as_they_are() {
        String anna = people.person();
        AuthenticatorApp app = Apps.enrol(people.signedIn(anna), people.clock());
        for (String table : List.of("totp_authenticators", "recovery_codes")) {
            String all = people.database()
                    .owner()
                    .sql("select string_agg(t::text, ' ') from " + table + " t where account_id = :id")
                    .param("id", people.idOf(anna))
                    .query(String.class)
                    .single();
            assertThat(all).doesNotContain(app.secret());
            app.recoveryCodes().forEach(code -> assertThat(all).doesNotContain(code.substring(0, 9)));
        }
        assertThat(people.count("select min(length(seed)) from totp_authenticators"))
                .isEqualTo(20 + 33);
    }

    @Test
    void j08_without_a_right_first_code_nothing_counts() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        HttpResponse<String> shown = browser.post("/security/factors");
        AuthenticatorApp app = Apps.scanned(shown, people.clock());
        HttpResponse<String> wrong = browser.post(
                "/security/factors/confirm", "id", Apps.pending(shown), "code", app.wrong(), "name", "My <b>phone</b>");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(Apps.page(wrong).text()).contains("That code does not fit");
        assertThat(Apps.pending(wrong)).as("the same one").isEqualTo(Apps.pending(shown));
        FormBrowser other = people.browser();
        assertThat(location(other.signIn(anna, People.PASSWORD))).isEqualTo("/security");
        assertThat(isIn(other)).as("nobody is asked for it").isTrue();
    }

    @Test
    void j08_the_older_of_two_that_were_begun_cannot_be_confirmed_and_neither_can_another_sessions_or_a_late_one() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        HttpResponse<String> first = browser.post("/security/factors");
        HttpResponse<String> second = browser.post("/security/factors");
        AuthenticatorApp old = Apps.scanned(first, people.clock());
        assertThat(confirm(browser, first, old.code()).statusCode()).isEqualTo(404);

        AuthenticatorApp app = Apps.scanned(second, people.clock());
        FormBrowser other = people.signedIn(anna);
        assertThat(confirm(other, second, app.code(0)).statusCode()).isEqualTo(404);
        FormBrowser eve = people.signedIn(people.person());
        assertThat(confirm(eve, second, app.code(0)).statusCode()).isEqualTo(404);
        people.clock().advance(Duration.ofMinutes(16));
        assertThat(confirm(browser, second, app.code(0)).statusCode()).isEqualTo(404);
        assertThat(people.count(
                        "select count(*) from totp_authenticators where confirmed_at is not null and account_id = '"
                                + people.idOf(anna) + "'"))
                .isZero();
    }

    private static HttpResponse<String> confirm(FormBrowser browser, HttpResponse<String> shown, String code) {
        return browser.post("/security/factors/confirm", "id", Apps.pending(shown), "code", code, "name", "");
    }

    @Test
    void j08_j14_with_a_session_alone_no_app_is_set_up() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        people.clock().advance(LONG_AGO);
        HttpResponse<String> asked = browser.post("/security/factors");
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(Apps.page(asked).text()).contains("Set up an authenticator app", "Your password");
        assertThat(browser.post("/security/factors", "password", "not the password of hers")
                        .statusCode())
                .isEqualTo(422);
        assertThat(rows("totp_authenticators", anna)).isZero();
        String before = browser.cookie(SessionCookie.NAME);

        HttpResponse<String> shown = browser.post("/security/factors", "password", People.PASSWORD);

        assertThat(Apps.scanned(shown, people.clock()).secret()).hasSize(32);
        assertThat(browser.cookie(SessionCookie.NAME)).isNotEqualTo(before);
    }

    @Test
    void j14_an_app_is_removed_by_a_fresh_code_only_not_by_the_password() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        AuthenticatorApp app = Apps.enrol(browser, people.clock());
        String path = "/security/factors/" + newest(anna) + "/remove";
        people.clock().advance(LONG_AGO);
        assertThat(Apps.page(browser.post(path)).text()).contains("Code from your authenticator app");
        assertThat(browser.post(path, "password", People.PASSWORD).statusCode()).isEqualTo(422);
        assertThat(browser.post(path, "password", app.wrong()).statusCode()).isEqualTo(422);
        assertThat(rows("totp_authenticators", anna)).isOne();

        HttpResponse<String> removed = browser.post(path, "password", app.code());

        assertThat(location(removed)).isEqualTo("/security#factors");
        assertThat(Apps.page(browser.get("/security")).text()).contains("No second factor yet");
        assertThat(rows("recovery_codes", anna))
                .as("they stand in for nothing any more")
                .isZero();
        assertThat(people.mail().subjects(anna)).startsWith("An authenticator app was removed");
        FormBrowser other = people.browser();
        other.signIn(anna, People.PASSWORD);
        assertThat(isIn(other)).isTrue();
        assertThat(browser.post(path).statusCode()).isEqualTo(404);
    }

    @Test
    void j14_old_sessions_do_nothing_dangerous_without_a_code() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        AuthenticatorApp app = Apps.enrol(browser, people.clock());
        people.clock().advance(LONG_AGO);
        String key = "{\"name\":\"k\",\"scopes\":[\"integrations:read\"]%s}";
        browser.get("/security");
        HttpResponse<String> refused = browser.json("POST", "/api/v1/me/api-keys", key.formatted(""));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Write a code of your authenticator app");
        for (String proof : List.of(People.PASSWORD, app.wrong())) {
            String with = key.formatted(",\"password\":\"" + proof + "\"");
            assertThat(browser.json("POST", "/api/v1/me/api-keys", with).statusCode())
                    .isEqualTo(403);
            assertThat(browser.post("/security/email", "email", "new@corp.example", "password", proof)
                            .statusCode())
                    .isEqualTo(422);
            assertThat(browser.post("/security/factors/codes", "password", proof)
                            .statusCode())
                    .isEqualTo(422);
            people.clock().advance(Duration.ofMinutes(20));
        }
        assertThat(browser.post("/security/sessions/end-others").statusCode()).isEqualTo(422);
        assertThat(rows("api_keys", anna)).isZero();
        assertThat(rows("email_links", anna)).isZero();

        assertThat(browser.post("/security/sessions/end-others", "password", app.code())
                        .statusCode())
                .isEqualTo(303);
        browser.get("/security");
        assertThat(browser.json("POST", "/api/v1/me/api-keys", key.formatted(""))
                        .statusCode())
                .as("it was proved a moment ago")
                .isEqualTo(201);
    }

    @Test
    void the_api_lists_factors_and_wants_a_fresh_proof_to_remove_one() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        Apps.enrol(browser, people.clock());
        String path = "/api/v1/me/factors/" + newest(anna);
        assertThat(browser.get("/api/v1/me/factors").body())
                .contains("\"kind\":\"totp\"", "\"name\":\"Phone\"", "\"recoveryCodesLeft\":10");
        people.clock().advance(LONG_AGO);
        browser.get("/security");
        assertThat(browser.json("DELETE", path, "").statusCode()).isEqualTo(403);
        assertThat(rows("totp_authenticators", anna)).isOne();
        people.clock().advance(Duration.ofMinutes(1));
        FormBrowser fresh = people.browser();
        fresh.signIn(anna, People.PASSWORD);
        assertThat(fresh.json("DELETE", path, "").statusCode()).as("halfway in").isEqualTo(401);
        assertThat(rows("totp_authenticators", anna)).isOne();
    }

    @Test
    void j14_a_recovery_code_is_a_fresh_proof_too_for_whoever_lost_the_phone() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        AuthenticatorApp app = Apps.enrol(browser, people.clock());
        people.clock().advance(LONG_AGO);
        HttpResponse<String> removed = browser.post(
                "/security/factors/" + newest(anna) + "/remove",
                "password",
                app.recoveryCodes().getLast());
        assertThat(removed.statusCode()).isEqualTo(303);
    }

    @Test
    void several_apps_work_side_by_side_and_a_sixth_is_refused() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        AuthenticatorApp phone = Apps.enrol(browser, people.clock());
        AuthenticatorApp tablet = Apps.enrol(browser, people.clock());
        assertThat(tablet.recoveryCodes()).as("the codes there are stay").isEmpty();
        people.clock().advance(Duration.ofMinutes(1));
        again(people.browser(), anna, tablet.code());
        again(people.browser(), anna, phone.code());
        for (int app = 3; app <= Authenticators.MOST; app++) {
            Apps.enrol(browser, people.clock());
        }
        assertThat(browser.post("/security/factors").statusCode()).isEqualTo(409);
    }

    @Test
    void j09_a_new_set_of_codes_kills_the_old() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        AuthenticatorApp app = Apps.enrol(browser, people.clock());
        List<String> made = Apps.codes(browser.post("/security/factors/codes"));
        assertThat(made).hasSize(10).doesNotContainAnyElementsOf(app.recoveryCodes());
        assertThat(people.mail().subjects(anna)).startsWith("New recovery codes were made");
        FormBrowser other = people.browser();
        other.signIn(anna, People.PASSWORD);
        other.get("/login/second");
        assertThat(other.post("/login/second", "code", app.recoveryCodes().getFirst(), "to", "/")
                        .statusCode())
                .isEqualTo(422);
        assertThat(other.post("/login/second", "code", made.getFirst(), "to", "/")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void whoever_has_no_app_makes_no_recovery_codes() {
        assertThat(people.signedIn(people.person())
                        .post("/security/factors/codes")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void the_last_app_of_an_administrator_is_replaced_not_removed() {
        String admin = people.person(Role.ADMIN);
        FormBrowser browser = people.browser();
        browser.signIn(admin, People.PASSWORD);
        Apps.enrolHalfway(browser, people.clock());
        browser.get("/security");
        UUID first = newest(admin);
        assertThat(browser.post("/security/factors/" + first + "/remove").statusCode())
                .isEqualTo(409);
        assertThat(rows("totp_authenticators", admin)).isOne();
        people.clock().advance(Duration.ofMinutes(1));
        Apps.enrol(browser, people.clock());
        assertThat(browser.post("/security/factors/" + first + "/remove").statusCode())
                .isEqualTo(303);
        assertThat(isIn(browser)).isTrue();
    }

    @Test
    void c04_an_app_of_whoever_waited_for_the_owner_of_an_address_ends_with_the_first_proof() {
        String bob = "bob" + UUID.randomUUID() + "@corp.example";
        FormBrowser mallory = people.browser();
        mallory.get("/signup");
        mallory.post("/signup", "name", "Bob", "email", bob, "password", People.PASSWORD, "to", "/");
        mallory.signIn(bob, People.PASSWORD);
        Apps.enrol(mallory, people.clock());

        FormBrowser owner = people.browser();
        owner.get("/login/link");
        owner.post("/login/link", "email", bob);
        String link = people.mail().link(bob, "/link/sign-in/");
        owner.get(link);
        owner.post(link);

        assertThat(isIn(owner)).as("the owner is not asked for Mallory's codes").isTrue();
        assertThat(rows("totp_authenticators", bob)).isZero();
        assertThat(rows("recovery_codes", bob)).isZero();
        assertThat(isIn(mallory)).isFalse();
    }

    @Test
    void an_address_that_comes_back_ends_apps_that_were_added_since_and_leaves_older_ones() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        AuthenticatorApp own = Apps.enrol(browser, people.clock());
        people.clock().advance(Duration.ofDays(2));
        FormBrowser taker = people.browser();
        again(taker, anna, own.code());
        taker.get("/security");
        taker.post("/security/email", "email", "taken." + anna);
        String move = people.mail().link("taken." + anna, "/link/change/");
        taker.get(move);
        taker.post(move);
        people.clock().advance(Duration.ofMinutes(2));
        Apps.enrol(taker, people.clock());
        UUID account = people.idOf("taken." + anna);
        assertThat(people.count("select count(*) from totp_authenticators where account_id = '" + account + "'"))
                .isEqualTo(2);

        FormBrowser owner = people.browser();
        String undo = people.mail().link(anna, "/link/undo/");
        owner.get(undo);
        owner.post(undo);

        assertThat(people.count("select count(*) from totp_authenticators where account_id = '" + account + "'"))
                .isOne();
        assertThat(people.count("select count(*) from recovery_codes where account_id = '" + account + "'"))
                .as("made with the owner's own app")
                .isEqualTo(10);
    }

    @Test
    void a_name_with_markup_is_shown_as_text_and_one_that_hides_itself_becomes_the_usual_one() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        for (String name : List.of("<img src=x onerror=alert(1)>", "\u202egnp.exe", "x".repeat(61), " ")) {
            HttpResponse<String> shown = browser.post("/security/factors");
            AuthenticatorApp app = Apps.scanned(shown, people.clock());
            browser.post("/security/factors/confirm", "id", Apps.pending(shown), "code", app.code(), "name", name);
            browser.get("/security");
        }
        HttpResponse<String> page = browser.get("/security");
        assertThat(Apps.page(page).select("img[src=x]")).isEmpty();
        assertThat(Apps.page(page).text()).contains("<img src=x onerror=alert(1)>");
        assertThat(Apps.page(page).select("li b:contains(Authenticator app)")).hasSize(3);
    }
}
