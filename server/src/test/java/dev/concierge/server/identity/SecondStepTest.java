package dev.concierge.server.identity;

import static dev.concierge.server.identity.Apps.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.ClientAddress;
import dev.concierge.server.web.Role;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Between the first factor and the second. */
@Tag("security")
class SecondStepTest {
    private static final String CODE = "/login/second";
    private static final ClientAddress ADDRESS = new ClientAddress(InetAddress.getLoopbackAddress());

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

    private record Enrolled(String email, FormBrowser browser, AuthenticatorApp app) {}

    private static Enrolled enrolled() {
        String email = people.person();
        FormBrowser browser = people.signedIn(email);
        AuthenticatorApp app = Apps.enrol(browser, people.clock());
        people.clock().advance(Duration.ofMinutes(2));
        return new Enrolled(email, browser, app);
    }

    /** A browser in which the right password was given. */
    private static FormBrowser half(String email) {
        FormBrowser browser = people.browser();
        HttpResponse<String> first = browser.signIn(email, People.PASSWORD);
        assertThat(first.statusCode()).isEqualTo(303);
        HttpResponse<String> led = browser.get(location(first));
        assertThat(location(led)).isEqualTo("/login/second?to=%2Fsecurity");
        assertThat(browser.get("/login/second?to=%2Fsecurity").statusCode()).isEqualTo(200);
        return browser;
    }

    private static UUID session(String email) {
        return people.database()
                .owner()
                .sql(
                        "select session_id from sessions where account_id = :id and ended_at is null order by created_at desc limit 1")
                .param("id", people.idOf(email))
                .query(UUID.class)
                .single();
    }

    private static HttpResponse<String> send(FormBrowser browser, String code) {
        return browser.post(CODE, "code", code, "to", "/security");
    }

    private static boolean isIn(FormBrowser browser) {
        return browser.get("/security").statusCode() == 200;
    }

    @Test
    void whoever_has_an_app_is_asked_for_a_code_after_the_password_and_goes_on_to_where_they_were_going() {
        Enrolled anna = enrolled();
        FormBrowser browser = half(anna.email());
        String before = browser.cookie(SessionCookie.NAME);
        assertThat(isIn(browser)).isFalse();
        browser.get(CODE);

        HttpResponse<String> in = send(browser, anna.app().code());

        assertThat(in.statusCode()).as(Apps.text(in)).isEqualTo(303);
        assertThat(location(in)).isEqualTo("/security");
        assertThat(browser.get("/security").body()).contains(anna.email());
        assertThat(browser.cookie(SessionCookie.NAME)).isNotEqualTo(before);
        FormBrowser thief = people.browser();
        thief.plant(SessionCookie.NAME, before);
        assertThat(isIn(thief)).as("j12 the token of before is dead").isFalse();
        assertThat(location(thief.get(CODE))).startsWith("/login?");
        assertThat(location(browser.get(CODE))).as("nothing more is asked").isEqualTo("/");
        people.clock().advance(Duration.ofHours(2));
        assertThat(isIn(browser)).as("a whole session lives as long as any").isTrue();
    }

    @Test
    void a_code_may_be_typed_with_a_space_in_it() {
        Enrolled anna = enrolled();
        FormBrowser browser = half(anna.email());
        String code = anna.app().code();
        assertThat(send(browser, code.substring(0, 3) + " " + code.substring(3)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void j04_a_half_session_is_over_after_ten_minutes() {
        Enrolled anna = enrolled();
        FormBrowser browser = half(anna.email());
        people.clock().advance(Duration.ofMinutes(10));
        assertThat(location(browser.get(CODE))).startsWith("/login?");
        browser.get("/login");
        assertThat(send(browser, anna.app().code()).statusCode()).isEqualTo(303);
        assertThat(isIn(browser)).isFalse();
    }

    @Test
    void j04_a_half_session_is_in_no_list_ends_by_signing_out_and_by_another_sign_in() {
        Enrolled anna = enrolled();
        FormBrowser browser = half(anna.email());
        String token = browser.cookie(SessionCookie.NAME);
        assertThat(anna.browser().get("/api/v1/me/sessions").body().split("\"id\"", -1))
                .as("the whole one alone")
                .hasSize(2);
        assertThat(browser.post("/logout").statusCode()).isEqualTo(303);
        browser.plant(SessionCookie.NAME, token);
        assertThat(location(browser.get(CODE))).startsWith("/login?");

        FormBrowser other = half(anna.email());
        String left = other.cookie(SessionCookie.NAME);
        other.signIn(people.person(), People.PASSWORD);
        FormBrowser thief = people.browser();
        thief.plant(SessionCookie.NAME, left);
        assertThat(location(thief.get(CODE))).as("a22").startsWith("/login?");
    }

    @Test
    void j06_a_code_that_was_taken_is_taken_nowhere_again_and_neither_is_an_older_one() {
        Enrolled anna = enrolled();
        people.clock().hold();
        String code = anna.app().code();
        assertThat(send(half(anna.email()), code).statusCode()).isEqualTo(303);
        FormBrowser again = half(anna.email());
        HttpResponse<String> refused = send(again, code);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("was used already");
        assertThat(send(again, anna.app().code(-1)).statusCode())
                .as("the step before")
                .isEqualTo(422);
        assertThat(send(again, anna.app().code(1)).statusCode())
                .as("the step after")
                .isEqualTo(303);
    }

    @Test
    void j06_one_of_four_at_once_on_two_nodes_takes_a_code() throws Exception {
        Enrolled anna = enrolled();
        try (TestServer second = people.secondNode();
                ExecutorService pool = Executors.newFixedThreadPool(4)) {
            people.clock().hold();
            Secret code = Secret.of(anna.app().code());
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int index = 0; index < 4; index++) {
                SecondFactors node = (index % 2 == 0 ? people.server() : second).bean(SecondFactors.class);
                tries.add(pool.submit(() -> {
                    start.await();
                    return taken(node, anna, code);
                }));
            }
            start.countDown();
            int taken = 0;
            for (Future<Boolean> one : tries) {
                taken += one.get() ? 1 : 0;
            }
            assertThat(taken).isOne();
        }
    }

    private static boolean taken(SecondFactors node, Enrolled anna, Secret code) {
        Visitor somebody = new Visitor(ADDRESS, "test");
        return node.prove(people.idOf(anna.email()), anna.email(), code, somebody, Optional::of)
                .isPresent();
    }

    @Test
    void j06_a_phone_that_is_half_a_minute_off_is_right_and_one_that_is_a_minute_off_is_not() {
        for (int steps : new int[] {-1, 1}) {
            Enrolled anna = enrolled();
            people.clock().hold();
            assertThat(send(half(anna.email()), anna.app().code(steps)).statusCode())
                    .as("%d steps", steps)
                    .isEqualTo(303);
            people.clock().release();
        }
        Enrolled anna = enrolled();
        people.clock().hold();
        for (int steps : new int[] {-2, 2}) {
            assertThat(send(half(anna.email()), anna.app().code(steps)).statusCode())
                    .as("%d steps", steps)
                    .isEqualTo(422);
        }
    }

    @Test
    void j07_guessing_stops_after_five_over_all_sessions_and_networks_and_the_owner_gets_in_by_a_recovery_code() {
        Enrolled anna = enrolled();
        people.clock().hold();
        for (int guess = 0; guess < 5; guess++) {
            FormBrowser browser = half(anna.email());
            assertThat(browser.post(
                                    CODE,
                                    Map.of("X-Forwarded-For", "203.0." + guess + ".9"),
                                    "code",
                                    anna.app().wrong(),
                                    "to",
                                    "/")
                            .statusCode())
                    .isEqualTo(422);
        }
        FormBrowser browser = half(anna.email());
        HttpResponse<String> slowed = browser.post(
                CODE, Map.of("X-Forwarded-For", "192.0.2.7"), "code", anna.app().code(), "to", "/");
        assertThat(slowed.statusCode())
                .as("the right code is not even looked at")
                .isEqualTo(429);
        assertThat(slowed.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 300L);
        assertThat(people.mail().subjects(anna.email())).containsOnlyOnce("Wrong codes were tried");

        assertThat(send(browser, anna.app().recoveryCodes().getFirst()).statusCode())
                .as("the owner's other way in goes on")
                .isEqualTo(303);
        people.clock().advance(Duration.ofMinutes(5));
        assertThat(send(half(anna.email()), anna.app().code()).statusCode()).isEqualTo(303);
    }

    @Test
    void j07_codes_that_turn_out_right_are_not_counted() {
        Enrolled anna = enrolled();
        for (int time = 0; time < 8; time++) {
            people.clock().hold();
            assertThat(send(half(anna.email()), anna.app().code()).statusCode()).isEqualTo(303);
            people.clock().advance(Duration.ofSeconds(31));
        }
    }

    @Test
    void j01_whoever_only_gets_halfway_does_not_clear_what_the_owner_is_told_of_and_is_no_known_browser() {
        Enrolled anna = enrolled();
        FormBrowser thief = people.browser();
        thief.get("/login");
        thief.post("/login", "email", anna.email(), "password", "not the password of hers", "to", "/");
        assertThat(thief.signIn(anna.email(), People.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(people.count("select count(*) from passwords where failed_count = 1 and account_id = '"
                        + people.idOf(anna.email()) + "'"))
                .isOne();

        FormBrowser owner = half(anna.email());
        assertThat(send(owner, anna.app().code()).statusCode()).isEqualTo(303);
        assertThat(Apps.page(owner.get("/security")).text()).contains("One wrong password was tried");
        assertThat(people.count("select count(*) from sign_in_find('" + anna.email()
                        + "', (select browser_hash from sessions where half and account_id = '"
                        + people.idOf(anna.email())
                        + "' order by created_at limit 1), now() - interval '1 day') where known_browser"))
                .isZero();
    }

    @Test
    void j09_a_recovery_code_works_once_in_any_case_and_the_person_is_told() {
        Enrolled anna = enrolled();
        String code = anna.app().recoveryCodes().getFirst();
        FormBrowser browser = half(anna.email());
        browser.get("/login/second?way=recovery");
        assertThat(send(browser, code.toLowerCase(Locale.ROOT).replace("-", " "))
                        .statusCode())
                .isEqualTo(303);
        assertThat(people.mail().subjects(anna.email())).containsOnlyOnce("A recovery code was used");
        assertThat(Apps.page(browser.get("/security")).text()).contains("9 of 10 left");
        for (int time = 0; time < 2; time++) {
            assertThat(send(half(anna.email()), code).statusCode()).isEqualTo(422);
        }
        assertThat(people.count("select count(*) from audit_events where action = 'session.start' and account_id = '"
                        + people.idOf(anna.email()) + "' and detail->>'method' = 'recovery_code'"))
                .isOne();
    }

    @Test
    void j09_one_of_two_at_once_takes_a_recovery_code() throws Exception {
        Enrolled anna = enrolled();
        String code = anna.app().recoveryCodes().get(3);
        List<FormBrowser> browsers = List.of(half(anna.email()), half(anna.email()));
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> tries = browsers.stream()
                    .map(browser -> pool.submit(() -> {
                        start.await();
                        return send(browser, code).statusCode();
                    }))
                    .toList();
            start.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : tries) {
                statuses.add(one.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(303, 422);
        }
    }

    @Test
    void j03_an_account_that_is_disabled_halfway_goes_nowhere() {
        Enrolled anna = enrolled();
        FormBrowser browser = half(anna.email());
        people.database()
                .owner()
                .sql("update accounts set status = 'disabled' where email = :email")
                .param("email", anna.email())
                .update();
        try (TestServer other = people.secondNode()) {
            assertThat(other.bean(SessionFinder.class).find(Secret.of(browser.cookie(SessionCookie.NAME))))
                    .isInstanceOf(SessionFinder.Found.Nothing.class);
        }
    }

    @Test
    void an_administrator_without_a_second_factor_sets_one_up_and_gets_nowhere_else() {
        String admin = people.person(Role.ADMIN);
        FormBrowser browser = people.browser();
        browser.signIn(admin, People.PASSWORD);
        assertThat(location(browser.get("/security"))).isEqualTo("/login/second?to=%2Fsecurity");
        HttpResponse<String> asked = browser.get("/login/second?to=%2Fsecurity");
        assertThat(Apps.page(asked).text()).contains("Set up a second factor", "Your role needs");
        assertThat(browser.post(CODE, "code", "123456", "to", "/").statusCode())
                .as("there is no code yet")
                .isEqualTo(200);
        String before = browser.cookie(SessionCookie.NAME);

        AuthenticatorApp app = Apps.enrolHalfway(browser, people.clock());

        assertThat(app.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        assertThat(browser.cookie(SessionCookie.NAME)).isNotEqualTo(before);
        assertThat(browser.get("/admin/keys").statusCode()).isEqualTo(200);
        assertThat(people.mail().subjects(admin))
                .containsExactlyInAnyOrder("An authenticator app was added", "Security: A new administrator");
    }

    @Test
    void a_role_that_must_have_one_given_to_somebody_signed_in_asks_at_the_next_request() {
        String email = people.person();
        FormBrowser browser = people.signedIn(email);
        people.clock().advance(Duration.ofMinutes(11));
        people.server().bean(AdminCreate.class).create(email, "Somebody Else", Role.ADMIN, Secret.of(People.PASSWORD));
        try (TestServer other = people.secondNode()) {
            assertThat(other.bean(SessionFinder.class).find(Secret.of(browser.cookie(SessionCookie.NAME))))
                    .isInstanceOf(SessionFinder.Found.Half.class);
        }
        assertThat(people.server().bean(Sessions.class).isAlive(session(email), people.idOf(email)))
                .as("what was begun in it is not finished now")
                .isFalse();
        // J-08: the session alone, perhaps stolen, is no way to a factor of whoever has it
        assertThat(Apps.page(browser.get(CODE)).text()).contains("sign in once more");
        HttpResponse<String> tried = browser.post("/login/second/enrol", "to", "/");
        assertThat(Apps.page(tried).select("svg#qr")).isEmpty();
        assertThat(people.count(
                        "select count(*) from totp_authenticators where account_id = '" + people.idOf(email) + "'"))
                .isZero();

        browser.signIn(email, People.PASSWORD);
        Apps.enrolHalfway(browser, people.clock());
        assertThat(browser.get("/admin/keys").statusCode()).isEqualTo(200);
    }

    @Test
    void every_browser_of_an_account_that_gets_an_app_is_asked_at_its_next_request() {
        String email = people.person();
        FormBrowser one = people.signedIn(email);
        FormBrowser other = people.signedIn(email);
        Apps.enrol(one, people.clock());
        try (TestServer second = people.secondNode()) {
            SessionFinder finder = second.bean(SessionFinder.class);
            assertThat(finder.find(Secret.of(other.cookie(SessionCookie.NAME))))
                    .isInstanceOf(SessionFinder.Found.Half.class);
            assertThat(finder.find(Secret.of(one.cookie(SessionCookie.NAME))))
                    .isInstanceOf(SessionFinder.Found.Whole.class);
        }
    }

    @Test
    void a_link_by_mail_is_a_first_factor_and_asks_for_the_second() {
        Enrolled anna = enrolled();
        FormBrowser browser = people.browser();
        browser.get("/login/link");
        browser.post("/login/link", "email", anna.email());
        String link = people.mail().link(anna.email(), "/link/sign-in/");
        browser.get(link);
        assertThat(browser.post(link).statusCode()).isEqualTo(303);
        assertThat(location(browser.get("/"))).isEqualTo("/login/second");
        browser.get(CODE);
        assertThat(send(browser, anna.app().code()).statusCode()).isEqualTo(303);
        assertThat(isIn(browser)).isTrue();
    }

    @Test
    void j11_a_new_password_is_no_way_around_the_second_factor() {
        Enrolled anna = enrolled();
        FormBrowser browser = people.browser();
        browser.get("/forgot");
        browser.post("/forgot", "email", anna.email());
        String link = people.mail().link(anna.email(), "/link/reset/");
        browser.get(link);
        assertThat(browser.post(link, "password", "another kettle hums at six").statusCode())
                .isEqualTo(303);
        browser.signIn(anna.email(), "another kettle hums at six");
        assertThat(location(browser.get("/"))).isEqualTo("/login/second");
    }

    @Test
    void a_key_of_an_account_with_an_app_goes_on_without_a_code() {
        Enrolled anna = enrolled();
        String made = anna.browser()
                .json("POST", "/api/v1/me/api-keys", "{\"name\":\"k\",\"scopes\":[\"integrations:read\"]}")
                .body();
        String key = made.replaceAll("(?s).*\"value\":\"(ck_[^\"]+)\".*", "$1");
        assertThat(people.browser()
                        .get("/api/v1/me", "Accept", "application/json", "Authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(200);
    }
}
