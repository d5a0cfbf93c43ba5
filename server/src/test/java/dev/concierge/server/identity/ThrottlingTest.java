package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.SoftPasskey;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guessing is slowed by account and by network; the owner of an account is not locked out by it; who has an account shows neither in words nor in work. */
@Tag("security")
class ThrottlingTest {
    private static final String WRONG = "this is a wrong guess";
    private static final String REFUSED =
            "select count(*) from audit_events where action = 'session.start' and outcome = 'refused'";
    private static final long ONE_HASH = 19L * 1024 * 1024;

    private People people;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none", "concierge.identity.sign-in-burst", "30"));
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private HttpResponse<String> tried(String email, String password, String from) {
        return tried(people, email, password, from);
    }

    private static HttpResponse<String> tried(People people, String email, String password, String from) {
        FormBrowser browser = people.browser();
        browser.get("/login");
        return browser.post(
                "/login", Map.of("X-Forwarded-For", from), "email", email, "password", password, "to", "/security");
    }

    private int slowed(String prefix) {
        int slowed = 0;
        for (int number = 10; number < 46; number++) {
            slowed += tried("stuffed" + number + "@corp.example", WRONG, prefix + number)
                                    .statusCode()
                            == 429
                    ? 1
                    : 0;
        }
        return slowed;
    }

    @Test
    @DisplayName(
            "M-01 J-02 guesses from as many IPv6 addresses out of one /64 are one network's; the next /64 is another")
    void m01_addresses_out_of_one_64_are_one_network() {
        people.clock().hold();
        assertThat(slowed("2001:db8:7:1:a:b:c:")).isPositive();
        assertThat(tried("another@corp.example", WRONG, "2001:db8:7:1:ffff::9").statusCode())
                .as("elsewhere in the same /64")
                .isEqualTo(429);
        assertThat(tried("another@corp.example", WRONG, "2001:db8:7:2::9").statusCode())
                .as("the next /64")
                .isEqualTo(422);
    }

    @Test
    @DisplayName(
            "M-02 J-02 guesses at addresses without an account from ever new networks: the trail stays small, and each is counted")
    void m02_a_flood_of_guesses_is_a_number() {
        people.clock().hold();
        String alice = people.person();
        long before = people.count(REFUSED);
        for (int network = 0; network < 15; network++) {
            for (int guess = 0; guess < 4; guess++) {
                String nobody = "nobody" + network + "-" + guess + "@corp.example";
                assertThat(tried(nobody, WRONG, "2001:db8:9:" + network + "::" + guess)
                                .statusCode())
                        .isEqualTo(422);
            }
        }
        long tries = people.count("select tries from unknown_tries");
        long named = people.count(REFUSED) - before;
        assertThat(named).isBetween(20L, 31L);
        assertThat(named + tries).isEqualTo(60);

        assertThat(tried(alice, WRONG, "192.0.2.77").statusCode()).isEqualTo(422);
        assertThat(people.count(REFUSED) - before - named)
                .as("whoever has an account finds each try at it")
                .isOne();
    }

    @Test
    @DisplayName("J-02 one guess each from many networks: the limit on all of them makes the one on each stricter")
    void j02_guesses_from_everywhere_make_each_network_pay_more() {
        try (People calm = People.start(Map.of(
                "LANES",
                "none",
                "concierge.identity.sign-in-burst",
                "12",
                "concierge.identity.sign-in-everywhere-burst",
                "6"))) {
            String honest = calm.person();
            calm.clock().hold();
            for (int guess = 0; guess < 6; guess++) {
                assertThat(tried(calm, "calm" + guess + "@corp.example", WRONG, "203.0.113.1")
                                .statusCode())
                        .as("so far one network alone")
                        .isEqualTo(422);
            }
            assertThat(tried(calm, "one@corp.example", WRONG, "198.51.100.1").statusCode())
                    .isEqualTo(422);
            assertThat(tried(calm, "two@corp.example", WRONG, "198.51.100.1").statusCode())
                    .isEqualTo(422);
            assertThat(tried(calm, "three@corp.example", WRONG, "198.51.100.1").statusCode())
                    .as("its third guess of twelve")
                    .isEqualTo(429);
            assertThat(tried(calm, honest, People.PASSWORD, "192.0.2.9").statusCode())
                    .as("who gets it right, elsewhere")
                    .isEqualTo(303);
            calm.clock().advance(Duration.ofMinutes(3));
            assertThat(tried(calm, "later@corp.example", WRONG, "198.51.100.1").statusCode())
                    .isEqualTo(422);
            assertThat(tried(calm, "after@corp.example", WRONG, "198.51.100.1").statusCode())
                    .as("when it is calm again")
                    .isEqualTo(422);
            assertThat(tried(calm, "more@corp.example", WRONG, "198.51.100.1").statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    @DisplayName("M-01 an IPv4 address written as IPv6 is no network of its own")
    void m01_mapped_addresses_are_the_ipv4_ones() {
        people.clock().hold();
        assertThat(slowed("198.51.100.")).isPositive();
        assertThat(tried("another@corp.example", WRONG, "::ffff:198.51.100.9").statusCode())
                .isEqualTo(429);
    }

    @Test
    @DisplayName(
            "J-01 strangers guess at an account for hours: its owner comes in by every way that is not a guess, and is told")
    void j01_the_owner_is_not_locked_out() {
        String alice = people.person();
        FormBrowser open = people.signedIn(alice);
        String key = key(open);
        FormBrowser known = people.signedIn(alice);
        known.get("/security");
        known.post("/logout");
        people.clock().hold();
        for (int hour = 0; hour < 3; hour++) {
            people.clock().advance(Duration.ofHours(1));
            for (int guess = 0; guess < 8; guess++) {
                tried(alice, WRONG, "203.0." + hour + "." + (guess + 1));
            }
        }
        assertThat(tried(alice, People.PASSWORD, "192.0.2.200").statusCode())
                .as("a stranger is slowed, even with the right one")
                .isEqualTo(429);

        assertThat(open.get("/security").statusCode()).as("the open session").isEqualTo(200);
        assertThat(TokenClient.at(people).me(key).status()).as("the key").isEqualTo(200);
        assertThat(known.signIn(alice, People.PASSWORD).statusCode())
                .as("the known browser")
                .isEqualTo(303);
        assertThat(known.get("/security").body()).contains("wrong passwords were");
        FormBrowser fresh = people.browser();
        fresh.get("/login/link");
        fresh.post("/login/link", "email", alice);
        String link = people.mail().link(alice, "/link/sign-in/");
        fresh.get(link);
        assertThat(fresh.post(link).statusCode()).as("a link, in a new browser").isEqualTo(303);
        assertThat(fresh.get("/security").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "J-07 strangers who know the password guess at the code: the owner comes in by the passkey and by a recovery code")
    void j07_guesses_at_the_code_lock_no_owner_out() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        AuthenticatorApp app = Apps.enrol(browser, people.clock());
        SoftPasskey passkey = new PasskeyBrowser(browser, people).added();
        people.clock().hold();
        int last = 0;
        for (int guess = 0; guess < 12; guess++) {
            FormBrowser stranger = people.browser();
            stranger.signIn(alice, People.PASSWORD);
            stranger.get("/login/second");
            last = stranger.post("/login/second", "code", app.wrong(), "to", "/")
                    .statusCode();
        }
        assertThat(last).isEqualTo(429);

        PasskeyBrowser owner = new PasskeyBrowser(people.browser(), people);
        owner.signIn(owner.signingIn(passkey).signed());
        assertThat(owner.isIn()).as("the passkey").isTrue();
        FormBrowser recovering = people.browser();
        recovering.signIn(alice, People.PASSWORD);
        recovering.get("/login/second");
        recovering.post(
                "/login/second", "way", "recovery", "code", app.recoveryCodes().getFirst(), "to", "/security");
        assertThat(recovering.get("/security").statusCode())
                .as("a recovery code")
                .isEqualTo(200);
    }

    /** By memory, which one hash takes 19 MiB of, and not by time, which a busy machine blurs. */
    @Test
    @DisplayName(
            "J-03 a wrong password costs the same work for a known, an unknown, a disabled and a provider's address, on the page and by a program")
    void j03_the_work_is_the_same_for_every_address() {
        String disabled = people.person();
        people.change(disabled, "status = 'disabled'");
        String provided = people.person();
        people.database()
                .owner()
                .sql("delete from passwords where account_id = :id")
                .param("id", people.idOf(provided))
                .update();
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("known", people.person());
        addresses.put("unknown", "nobody.here@corp.example");
        addresses.put("disabled", disabled);
        addresses.put("a provider's", provided);
        TokenClient program = TokenClient.at(people);
        tried("warm@corp.example", WRONG, "192.0.2.1");
        program.login("warm@corp.example", WRONG, "");
        addresses.forEach((what, email) -> {
            assertThat(hashes(() -> tried(email, WRONG, "192.0.2.1")))
                    .as(what + ", on the page")
                    .isOne();
            assertThat(hashes(() -> program.login(email, WRONG, "")))
                    .as(what + ", by a program")
                    .isOne();
        });
    }

    private static long hashes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getTotalThreadAllocatedBytes();
        work.run();
        return (threads.getTotalThreadAllocatedBytes() - before) / ONE_HASH;
    }

    private static String key(FormBrowser browser) {
        browser.get("/security");
        return WaysInWorld.json(browser.json(
                        "POST",
                        "/api/v1/me/api-keys",
                        "{\"name\":\"mine\",\"scopes\":[\"integrations:read\"],\"days\":30}"))
                .path("value")
                .asString("");
    }
}
