package dev.concierge.server.identity;

import static dev.concierge.server.identity.Apps.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.SoftPasskey;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passkeys: added, used to sign in, to complete a sign-in and to prove oneself afresh, removed. How answers are forged is {@link PasskeyForgeryTest}'s. */
@Tag("security")
class PasskeyTest {
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

    private record Enrolled(String email, PasskeyBrowser browser, SoftPasskey passkey) {}

    private static PasskeyBrowser browser() {
        return new PasskeyBrowser(people.browser(), people);
    }

    private static Enrolled enrolled() {
        String email = people.person();
        PasskeyBrowser browser = new PasskeyBrowser(people.signedIn(email), people);
        return new Enrolled(email, browser, browser.added());
    }

    private static PasskeyBrowser signedIn(SoftPasskey passkey) {
        PasskeyBrowser browser = browser();
        HttpResponse<String> in = browser.signIn(browser.signingIn(passkey).signed());
        assertThat(in.statusCode()).as(Apps.text(in)).isEqualTo(303);
        return browser;
    }

    private static UUID newest(String email) {
        return people.database()
                .owner()
                .sql("select id from passkeys where account_id = :id order by created_at desc limit 1")
                .param("id", people.idOf(email))
                .query(UUID.class)
                .single();
    }

    private static long rows(String table, String email) {
        return people.count("select count(*) from " + table + " where account_id = '" + people.idOf(email) + "'");
    }

    private static void ended(String email) {
        people.change(email, "status = 'disabled'");
    }

    @Test
    void a_passkey_is_added_with_recovery_codes_listed_and_told() {
        String anna = people.person();
        PasskeyBrowser browser = new PasskeyBrowser(people.signedIn(anna), people);
        String before = browser.browser().cookie(SessionCookie.NAME);
        SoftPasskey passkey = SoftPasskey.fresh();

        HttpResponse<String> codes =
                browser.add(browser.adding(passkey).backedUp().created(), "Anna's laptop");

        assertThat(codes.statusCode()).as(Apps.text(codes)).isEqualTo(200);
        assertThat(Apps.codes(codes)).hasSize(10);
        assertThat(Apps.page(browser.browser().get("/security")).text())
                .contains("Anna's laptop", "Backed up", "10 of 10 left");
        assertThat(browser.browser().cookie(SessionCookie.NAME)).as("j12").isNotEqualTo(before);
        assertThat(people.mail().subjects(anna)).containsExactly("A passkey was added");
        assertThat(browser.browser().get("/api/v1/me/factors").body()).contains("\"kind\":\"passkey\"");
        assertThat(people.count(
                        "select count(*) from audit_events where action = 'factor.add' and target like 'passkey:%'"
                                + " and account_id = '" + people.idOf(anna) + "'"))
                .isOne();
    }

    @Test
    void a_passkey_signs_in_by_itself_past_the_second_factor_and_the_trail_says_how() {
        Enrolled anna = enrolled();
        people.clock().advance(Duration.ofMinutes(20));

        PasskeyBrowser browser = browser();
        HttpResponse<String> in =
                browser.signIn(browser.signingIn(anna.passkey()).signed());

        assertThat(location(in)).isEqualTo("/security");
        assertThat(browser.browser().get("/security").body()).contains(anna.email());
        assertThat(people.count("select count(*) from sessions where method = 'passkey' and not half and account_id = '"
                        + people.idOf(anna.email()) + "'"))
                .isOne();
        assertThat(location(browser.browser().get("/login/second")))
                .as("nothing more is asked")
                .isEqualTo("/");
        assertThat(browser.browser().post("/security/factors/codes").statusCode())
                .as("it is the strongest proof there is")
                .isEqualTo(200);
    }

    @Test
    void an_administrator_who_must_have_a_second_factor_sets_up_a_passkey_at_the_first_sign_in() {
        String admin = people.person(Role.ADMIN);
        FormBrowser half = people.browser();
        half.signIn(admin, People.PASSWORD);
        half.get("/login/second");
        PasskeyBrowser browser = new PasskeyBrowser(half, people);
        SoftPasskey passkey = SoftPasskey.fresh();
        String answer = passkey.ceremony(
                        PasskeyBrowser.options(half.post("/login/second/passkey-new", "to", "/security")),
                        browser.origin())
                .created();

        HttpResponse<String> codes =
                half.post("/login/second/passkey-add", "credential", answer, "name", "Key", "to", "/security");

        assertThat(Apps.codes(codes)).hasSize(10);
        assertThat(browser.isIn()).isTrue();
        assertThat(signedIn(passkey).isIn()).isTrue();
        browser.browser().get("/security");
        assertThat(browser.browser()
                        .post("/security/passkeys/" + newest(admin) + "/remove")
                        .statusCode())
                .as("the role needs one")
                .isEqualTo(409);
    }

    @Test
    void whoever_has_a_passkey_is_asked_for_it_after_the_password_or_for_a_recovery_code() {
        Enrolled anna = enrolled();
        FormBrowser half = people.browser();
        half.signIn(anna.email(), People.PASSWORD);
        PasskeyBrowser browser = new PasskeyBrowser(half, people);
        assertThat(browser.isIn()).isFalse();
        assertThat(Apps.page(half.get("/login/second")).text()).contains("Use your passkey", "Recovery code");
        String before = half.cookie(SessionCookie.NAME);

        HttpResponse<String> in =
                browser.complete(browser.completing(anna.passkey()).signed());

        assertThat(location(in)).as(Apps.text(in)).isEqualTo("/security");
        assertThat(browser.isIn()).isTrue();
        assertThat(half.cookie(SessionCookie.NAME)).as("j12").isNotEqualTo(before);
    }

    @Test
    void a_program_is_told_that_a_passkey_account_needs_a_second_factor() {
        Enrolled anna = enrolled();
        HttpResponse<String> asked = people.browser()
                .json(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"email\":\"" + anna.email() + "\",\"password\":\"" + People.PASSWORD + "\"}");
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.body()).contains("passkey recovery_code");
    }

    @Test
    void j14_with_an_old_session_nothing_is_added_or_removed_until_the_passkey_is_proved() {
        Enrolled anna = enrolled();
        FormBrowser browser = anna.browser().browser();
        String remove = "/security/passkeys/" + newest(anna.email()) + "/remove";
        people.clock().advance(Duration.ofMinutes(11));
        browser.get("/security");
        HttpResponse<String> asked = browser.post("/security/passkeys");
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(Apps.page(asked).text()).contains("Use your passkey", "Recovery code");
        assertThat(browser.post(remove, "password", People.PASSWORD).statusCode())
                .isEqualTo(422);
        assertThat(rows("passkeys", anna.email())).isOne();
        String before = browser.cookie(SessionCookie.NAME);

        HttpResponse<String> proved =
                anna.browser().prove(anna.browser().proving(anna.passkey()).signed());

        assertThat(proved.statusCode()).as(proved.body()).isEqualTo(204);
        assertThat(browser.cookie(SessionCookie.NAME)).as("j12").isNotEqualTo(before);
        assertThat(location(browser.post(remove))).isEqualTo("/security#passkeys");
        assertThat(rows("passkeys", anna.email())).isZero();
        assertThat(rows("recovery_codes", anna.email()))
                .as("they stand in for nothing any more")
                .isZero();
        assertThat(people.mail().subjects(anna.email())).startsWith("A passkey was removed");
    }

    @Test
    void a_removed_passkey_opens_nothing() {
        Enrolled anna = enrolled();
        anna.browser().browser().get("/security");
        anna.browser().browser().post("/security/passkeys/" + newest(anna.email()) + "/remove");
        PasskeyBrowser browser = browser();
        HttpResponse<String> refused =
                browser.signIn(browser.signingIn(anna.passkey()).signed());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Apps.page(refused).text()).contains("does not open an account here");
        assertThat(browser.isIn()).isFalse();
    }

    @Test
    void a_disabled_account_is_not_opened_and_told_nothing_else_than_a_stranger() {
        Enrolled anna = enrolled();
        ended(anna.email());
        PasskeyBrowser browser = browser();
        HttpResponse<String> refused =
                browser.signIn(browser.signingIn(anna.passkey()).signed());
        PasskeyBrowser other = browser();
        HttpResponse<String> unknown = other.signIn(
                other.signingIn(SoftPasskey.fresh()).userHandle("AAAA").signed());
        assertThat(refused.statusCode()).isEqualTo(422).isEqualTo(unknown.statusCode());
        assertThat(Apps.page(refused).text()).isEqualTo(Apps.page(unknown).text());
        assertThat(rows("sessions", anna.email())).isOne();
    }

    @Test
    void a_passkey_is_renamed_by_its_owner_alone() {
        Enrolled anna = enrolled();
        String path = "/security/passkeys/" + newest(anna.email()) + "/rename";
        anna.browser().browser().get("/security");
        assertThat(location(anna.browser().browser().post(path, "name", "Work <b>phone</b>")))
                .isEqualTo("/security#passkeys");
        assertThat(Apps.page(anna.browser().browser().get("/security")).text()).contains("Work <b>phone</b>");
        assertThat(anna.browser().browser().post(path, "name", "x".repeat(61)).statusCode())
                .isEqualTo(404);
        assertThat(people.signedIn(people.person()).post(path, "name", "Eve's").statusCode())
                .isEqualTo(404);
    }

    @Test
    void c11_the_last_way_in_is_not_removed() {
        Enrolled anna = enrolled();
        UUID account = people.idOf(anna.email());
        people.database()
                .owner()
                .sql("delete from passwords where account_id = :id")
                .param("id", account)
                .update();
        people.database()
                .owner()
                .sql("update accounts set email = null where account_id = :id")
                .param("id", account)
                .update();
        String path = "/security/passkeys/"
                + people.database()
                        .owner()
                        .sql("select id from passkeys where account_id = :id")
                        .param("id", account)
                        .query(UUID.class)
                        .single()
                + "/remove";
        anna.browser().browser().get("/security");
        HttpResponse<String> refused = anna.browser().browser().post(path);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Apps.page(refused).text()).contains("Nothing else opens your account");
        anna.browser().added();
        assertThat(anna.browser().browser().post(path).statusCode()).isEqualTo(303);
    }

    @Test
    void recovery_codes_stay_as_long_as_an_app_or_a_passkey_is_left() {
        Enrolled anna = enrolled();
        AuthenticatorApp app = Apps.enrol(anna.browser().browser(), people.clock());
        assertThat(app.recoveryCodes()).as("the codes there are stay").isEmpty();
        anna.browser().browser().get("/security");
        anna.browser().browser().post("/security/passkeys/" + newest(anna.email()) + "/remove");
        assertThat(rows("recovery_codes", anna.email())).isEqualTo(10);
        SoftPasskey another = anna.browser().added();
        UUID id = people.database()
                .owner()
                .sql("select id from totp_authenticators where account_id = :id")
                .param("id", people.idOf(anna.email()))
                .query(UUID.class)
                .single();
        anna.browser().browser().post("/security/factors/" + id + "/remove");
        assertThat(rows("recovery_codes", anna.email())).isEqualTo(10);
        assertThat(signedIn(another).isIn()).isTrue();
    }

    @Test
    void there_are_at_most_twenty() {
        Enrolled anna = enrolled();
        people.database()
                .owner()
                .sql(
                        "insert into passkeys select gen_random_uuid(), account_id, sha256(credential_id || cast(n::text as bytea)), public_key, 0,"
                                + " false, false, '{}', 'Another', created_at, used_at from passkeys, generate_series(1, :more) n where account_id = :id")
                .param("more", Passkeys.MOST - 1)
                .param("id", people.idOf(anna.email()))
                .update();
        anna.browser().browser().get("/security");
        assertThat(anna.browser().browser().post("/security/passkeys").statusCode())
                .isEqualTo(409);
    }

    @Test
    void c04_a_passkey_of_whoever_waited_for_the_owner_of_an_address_ends_with_the_first_proof() {
        String bob = "bob" + UUID.randomUUID() + "@corp.example";
        FormBrowser mallory = people.browser();
        mallory.get("/signup");
        mallory.post("/signup", "name", "Bob", "email", bob, "password", People.PASSWORD, "to", "/");
        mallory.signIn(bob, People.PASSWORD);
        SoftPasskey waiting = new PasskeyBrowser(mallory, people).added();

        FormBrowser owner = people.browser();
        owner.get("/login/link");
        owner.post("/login/link", "email", bob);
        String link = people.mail().link(bob, "/link/sign-in/");
        owner.get(link);
        owner.post(link);

        assertThat(owner.get("/security").statusCode())
                .as("the owner is not asked for it")
                .isEqualTo(200);
        assertThat(rows("passkeys", bob)).isZero();
        PasskeyBrowser again = browser();
        assertThat(again.signIn(again.signingIn(waiting).signed()).statusCode()).isEqualTo(422);
    }

    @Test
    void a_flood_of_begun_ceremonies_of_one_browser_leaves_eight_and_a_job_takes_those_that_ran_out() {
        PasskeyBrowser browser = browser();
        List<SoftPasskey.Ceremony> begun = new ArrayList<>();
        long before = people.count("select count(*) from passkey_challenges");
        for (int time = 0; time < 12; time++) {
            people.clock().advance(Duration.ofSeconds(1));
            begun.add(browser.signingIn(SoftPasskey.fresh()));
        }
        assertThat(people.count("select count(*) from passkey_challenges")).isEqualTo(before + 8);
        people.clock().advance(Duration.ofMinutes(6));
        people.server().bean(PasskeyChallenges.class).purge(1000);
        assertThat(people.count("select count(*) from passkey_challenges")).isZero();
        assertThat(begun).hasSize(12);
    }
}
