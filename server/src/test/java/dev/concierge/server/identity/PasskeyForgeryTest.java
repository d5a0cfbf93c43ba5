package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SoftPasskey;
import dev.concierge.server.support.SoftPasskey.Ceremony;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.BrowserId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** J-10: answers of passkeys that lie. */
@Tag("security")
class PasskeyForgeryTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none", "concierge.identity.sign-in-burst", "1000"));
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

    private static PasskeyBrowser browser() {
        return new PasskeyBrowser(people.browser(), people);
    }

    private static PasskeyBrowser signedIn(String email) {
        return new PasskeyBrowser(people.signedIn(email), people);
    }

    private static Map<String, UnaryOperator<Ceremony>> lies() {
        Map<String, UnaryOperator<Ceremony>> lies = new LinkedHashMap<>();
        lies.put("another challenge", one -> one.challenge("A".repeat(43)));
        lies.put("a look-alike origin", one -> one.origin("http://localhost.evil.example"));
        lies.put("another port", one -> one.origin("http://localhost:1"));
        lies.put("https", one -> one.origin("https://localhost"));
        lies.put("another relying party", one -> one.rpId("evil.example"));
        lies.put("no user verification", Ceremony::unverified);
        lies.put("in a frame", Ceremony::framed);
        return lies;
    }

    @Test
    void j10_an_answer_that_lies_signs_nobody_in_and_neither_does_the_right_one_after_it() {
        SoftPasskey passkey = signedIn(people.person()).added();
        Map<String, UnaryOperator<Ceremony>> lies = lies();
        lies.put("of the other kind", one -> one.type("webauthn.create"));
        lies.put("another account", one -> one.userHandle("AAAAAAAAAAAAAAAAAAAAAA"));
        lies.put("no account", one -> one.userHandle(null));
        lies.forEach((what, lie) -> {
            PasskeyBrowser browser = browser();
            HttpResponse<String> refused =
                    browser.signIn(lie.apply(browser.signingIn(passkey)).signed());
            assertThat(refused.statusCode()).as(what).isEqualTo(422);
            assertThat(browser.isIn()).as(what).isFalse();
        });
        PasskeyBrowser browser = browser();
        Ceremony lied = browser.signingIn(passkey);
        browser.signIn(lied.unverified().signed());
        assertThat(browser.signIn(lied.verified().signed()).statusCode())
                .as("the challenge is used up")
                .isEqualTo(422);
        assertThat(browser.signIn(browser.signingIn(passkey).signed()).statusCode())
                .as("a new one is not")
                .isEqualTo(303);
    }

    @Test
    void j10_nothing_that_lies_is_added() {
        String anna = people.person();
        PasskeyBrowser browser = signedIn(anna);
        Map<String, UnaryOperator<Ceremony>> lies = lies();
        lies.put("of the other kind", one -> one.type("webauthn.get"));
        lies.forEach((what, lie) -> {
            HttpResponse<String> refused =
                    browser.add(lie.apply(browser.adding(SoftPasskey.fresh())).created(), "Evil");
            assertThat(refused.statusCode()).as(what).isIn(404, 409);
        });
        assertThat(people.count("select count(*) from passkeys where account_id = '" + people.idOf(anna) + "'"))
                .isZero();
    }

    @Test
    void j10_an_answer_works_once_in_the_browser_that_asked_and_for_five_minutes() {
        SoftPasskey passkey = signedIn(people.person()).added();
        PasskeyBrowser browser = browser();
        String answer = browser.signingIn(passkey).signed();
        PasskeyBrowser thief = browser();
        thief.browser().get("/login");
        assertThat(thief.signIn(answer).statusCode()).as("another browser").isEqualTo(422);
        assertThat(browser.signIn(answer).statusCode())
                .as("that burned nothing")
                .isEqualTo(303);
        browser.browser().get("/security");
        assertThat(browser.signIn(answer).statusCode()).as("replayed").isEqualTo(422);

        PasskeyBrowser late = browser();
        String slow = late.signingIn(passkey).signed();
        people.clock().advance(Duration.ofMinutes(5));
        assertThat(late.signIn(slow).statusCode()).isEqualTo(422);
    }

    @Test
    void j10_an_answer_for_one_thing_is_none_for_another() {
        String anna = people.person();
        PasskeyBrowser browser = signedIn(anna);
        SoftPasskey passkey = browser.added();
        String proof = browser.proving(passkey).signed();
        assertThat(browser.signIn(proof).statusCode())
                .as("a proof signs nobody in")
                .isEqualTo(422);
        String wish = passkey.ceremony(browser.beginAdding(), browser.origin())
                .rpId("localhost")
                .signed();
        assertThat(browser.prove(wish).statusCode())
                .as("nor is a wish for a new one a proof")
                .isEqualTo(403);
        FormBrowser half = people.browser();
        half.signIn(anna, People.PASSWORD);
        half.get("/login/second");
        PasskeyBrowser other = new PasskeyBrowser(half, people);
        String theirs = browser.proving(passkey).signed();
        assertThat(other.complete(theirs).statusCode()).as("another session's").isEqualTo(422);
        assertThat(other.isIn()).isFalse();
    }

    @Test
    void j10_a_passkey_of_somebody_else_completes_no_sign_in() {
        String anna = people.person();
        signedIn(anna).added();
        SoftPasskey eves = signedIn(people.person()).added();
        FormBrowser half = people.browser();
        half.signIn(anna, People.PASSWORD);
        PasskeyBrowser browser = new PasskeyBrowser(half, people);
        assertThat(browser.complete(browser.completing(eves).signed()).statusCode())
                .isEqualTo(422);
        assertThat(browser.isIn()).isFalse();
    }

    @Test
    void j10_another_key_under_the_same_credential_id_opens_nothing_and_is_not_added() {
        SoftPasskey passkey = signedIn(people.person()).added();
        SoftPasskey impostor = passkey.impostor();
        PasskeyBrowser browser = browser();
        assertThat(browser.signIn(browser.signingIn(impostor).counting(99).signed())
                        .statusCode())
                .isEqualTo(422);
        String eve = people.person();
        PasskeyBrowser eves = signedIn(eve);
        assertThat(eves.add(eves.adding(impostor).created(), "Mine").statusCode())
                .isEqualTo(409);
        assertThat(people.count("select count(*) from passkeys where account_id = '" + people.idOf(eve) + "'"))
                .isZero();
    }

    @Test
    void j10_a_counter_that_goes_back_is_refused_written_down_and_told() {
        String anna = people.person();
        SoftPasskey passkey = signedIn(anna).added();
        PasskeyBrowser owner = browser();
        assertThat(owner.signIn(owner.signingIn(passkey).counting(10).signed()).statusCode())
                .isEqualTo(303);

        for (long count : new long[] {10, 9, 0}) {
            PasskeyBrowser copy = browser();
            assertThat(copy.signIn(copy.signingIn(passkey).counting(count).signed())
                            .statusCode())
                    .as("%d", count)
                    .isEqualTo(422);
        }

        assertThat(people.mail().subjects(anna)).containsOnlyOnce("A passkey was refused");
        assertThat(people.count(
                        "select count(*) from audit_events where action = 'alert.passkey_cloned' and account_id = '"
                                + people.idOf(anna) + "'"))
                .isEqualTo(3);
        PasskeyBrowser again = browser();
        assertThat(again.signIn(again.signingIn(passkey).counting(11).signed()).statusCode())
                .as("the owner's goes on")
                .isEqualTo(303);
    }

    @Test
    void a_passkey_that_does_not_count_works_again_and_again() {
        SoftPasskey passkey = SoftPasskey.fresh();
        PasskeyBrowser browser = signedIn(people.person());
        browser.add(browser.adding(passkey).counting(0).created(), "Synced");
        for (int time = 0; time < 3; time++) {
            PasskeyBrowser one = browser();
            assertThat(one.signIn(one.signingIn(passkey).counting(0).signed()).statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void a_challenge_of_one_node_is_taken_once_at_any() {
        BrowserId browser = BrowserId.ofHash(new byte[32]);
        try (TestServer second = people.secondNode()) {
            PasskeyChallenges here = people.server().bean(PasskeyChallenges.class);
            PasskeyChallenges there = second.bean(PasskeyChallenges.class);
            byte[] challenge = here.make(PasskeyChallenges.Purpose.SIGN_IN, browser, null);
            assertThat(there.take(challenge, PasskeyChallenges.Purpose.PROVE, browser, null))
                    .isFalse();
            assertThat(there.take(challenge, PasskeyChallenges.Purpose.SIGN_IN, browser, UUID.randomUUID()))
                    .isFalse();
            assertThat(there.take(challenge, PasskeyChallenges.Purpose.SIGN_IN, browser, null))
                    .isTrue();
            assertThat(here.take(challenge, PasskeyChallenges.Purpose.SIGN_IN, browser, null))
                    .isFalse();
        }
    }

    @Test
    void what_is_no_answer_at_all_is_refused_not_a_fault() {
        PasskeyBrowser browser = browser();
        browser.browser().get("/login");
        for (String text : new String[] {
            "",
            "{}",
            "[]",
            "null",
            "\"x\"",
            "{\"id\":1}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AA\",\"signature\":\"\"}}",
            "{\"id\":\"!\",\"response\":{\"clientDataJSON\":\"!\"}}",
            "x".repeat(20_000),
            "[".repeat(8_000)
        }) {
            assertThat(browser.signIn(text).statusCode())
                    .as(text.substring(0, Math.min(60, text.length())))
                    .isEqualTo(422);
        }
        PasskeyBrowser anna = signedIn(people.person());
        for (String text :
                new String[] {"", "{}", "[]", "null", "{\"id\":\"AA\",\"response\":{\"attestationObject\":\"AA\"}}"}) {
            anna.browser().get("/security");
            assertThat(anna.add(text, UUID.randomUUID().toString()).statusCode())
                    .isEqualTo(409);
        }
    }
}
