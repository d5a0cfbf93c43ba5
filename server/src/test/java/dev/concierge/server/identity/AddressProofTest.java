package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.mail.Letter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An address that was typed at the sign-up is confirmed, by whoever is signed in to the account. */
@Tag("security")
class AddressProofTest {
    private static People people;

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none", "concierge.identity.sign-up-burst", "100"));
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

    private static String signUp(String name) {
        String email = "new." + UUID.randomUUID() + "@corp.example";
        return signUp(name, email);
    }

    private static String signUp(String name, String email) {
        FormBrowser browser = people.browser();
        browser.get("/signup");
        browser.post("/signup", "name", name, "email", email, "password", People.PASSWORD, "to", "/");
        return email;
    }

    private static boolean proved(String email) {
        return people.count("select count(*) from accounts where email_verified and email = '" + email + "'") == 1;
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void a_new_person_confirms_the_address_by_the_mail_and_the_page_after_signing_in() {
        String anna = signUp("Anna Berg");
        assertThat(people.mail().subjects(anna)).containsExactly("Confirm your e-mail address");
        String link = people.mail().link(anna, "/link/verify/");
        FormBrowser phone = people.browser();

        HttpResponse<String> first = phone.get(link);
        assertThat(location(first)).as("the token stands in no query").isEqualTo("/login");
        phone.get("/login");
        HttpResponse<String> in = phone.post("/login", "email", anna, "password", People.PASSWORD, "to", "/");
        assertThat(location(in)).isEqualTo(link);
        assertThat(phone.get("/security").body()).contains("not confirmed yet");
        assertThat(phone.get(link).body()).contains(anna);
        assertThat(proved(anna)).as("looking takes nothing").isFalse();
        assertThat(phone.post(link).statusCode()).isEqualTo(303);

        assertThat(proved(anna)).isTrue();
        assertThat(phone.get("/security").body()).doesNotContain("not confirmed yet");
        assertThat(phone.get(link).statusCode()).as("once").isEqualTo(404);
    }

    @Test
    void c04_the_owner_of_the_mailbox_cannot_confirm_an_account_that_another_made() {
        String bob = signUp("Mallory");
        String link = people.mail().link(bob, "/link/verify/");
        FormBrowser browser = people.browser();
        browser.get("/login");
        assertThat(browser.post(link).statusCode()).isEqualTo(303);
        assertThat(proved(bob)).isFalse();
    }

    @Test
    void e01_a_link_of_another_account_does_nothing_and_is_not_burnt() {
        String anna = signUp("Anna");
        String link = people.mail().link(anna, "/link/verify/");
        FormBrowser eve = people.signedIn(people.person());
        assertThat(eve.get(link).statusCode()).isEqualTo(404);
        assertThat(eve.post(link).statusCode()).isEqualTo(404);
        assertThat(proved(anna)).isFalse();
        FormBrowser own = people.signedIn(anna);
        own.get(link);
        assertThat(own.post(link).statusCode()).isEqualTo(303);
        assertThat(proved(anna)).isTrue();
    }

    @Test
    void the_link_works_for_twenty_four_hours_and_a_newer_one_ends_it() {
        String anna = signUp("Anna");
        String older = people.mail().link(anna, "/link/verify/");
        FormBrowser browser = people.signedIn(anna);
        assertThat(browser.post("/security/email/confirm").body()).contains("A new link is on its way");
        String newer = people.mail().link(anna, "/link/verify/");
        assertThat(browser.get(older).statusCode()).isEqualTo(404);
        people.clock().advance(Duration.ofHours(11));
        browser.get("/security");
        people.clock().advance(Duration.ofHours(11));
        browser.get("/security");
        people.clock().advance(Duration.ofMinutes(119));
        assertThat(browser.get(newer).statusCode()).isEqualTo(200);
        people.clock().advance(Duration.ofMinutes(1));
        assertThat(browser.get(newer).statusCode()).isEqualTo(404);
        assertThat(browser.post(newer).statusCode()).isEqualTo(404);
        assertThat(proved(anna)).isFalse();
    }

    @Test
    void the_link_is_not_sent_again_and_again() {
        people.clock().hold();
        String anna = signUp("Anna");
        FormBrowser browser = people.signedIn(anna);
        // the one of the sign-up counts
        for (int i = 0; i < 3; i++) {
            assertThat(browser.post("/security/email/confirm").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> more = browser.post("/security/email/confirm");
        assertThat(more.statusCode()).isEqualTo(422);
        assertThat(more.body()).contains("asked for often");
        assertThat(people.mail().to(anna)).hasSize(4);
    }

    @Test
    void whoever_has_confirmed_gets_no_more_links() {
        String anna = people.person();
        FormBrowser browser = people.signedIn(anna);
        assertThat(browser.post("/security/email/confirm").statusCode()).isEqualTo(200);
        assertThat(people.mail().to(anna)).isEmpty();
    }

    @Test
    void j03_somebody_whose_address_is_taken_sees_what_anybody_sees_and_the_owner_is_told_by_mail() {
        String anna = people.person();
        FormBrowser browser = people.browser();
        browser.get("/signup");
        HttpResponse<String> taken = browser.post(
                "/signup", "name", "Eve", "email", anna, "password", "another kettle hums at six", "to", "/");
        HttpResponse<String> free = browser.post(
                "/signup", "name", "Eve", "email", "free." + anna, "password", "another kettle hums at six", "to", "/");
        assertThat(taken.statusCode()).isEqualTo(free.statusCode()).isEqualTo(303);
        assertThat(location(taken)).isEqualTo(location(free));
        assertThat(people.mail().subjects(anna)).containsExactly("You have an account already");
        assertThat(people.mail().subjects("free." + anna)).containsExactly("Confirm your e-mail address");
        assertThat(people.browser().signIn(anna, People.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void a_mailbox_is_not_flooded_by_sign_ups_with_its_address() {
        people.clock().hold();
        String anna = people.person();
        for (int i = 0; i < 6; i++) {
            signUp("Eve", anna);
        }
        assertThat(people.mail().to(anna)).hasSize(4);
        assertThat(people.count("select count(*) from mail_requests")).isZero();
    }

    /** A form that anybody can send must not carry anybody's words into a stranger's mailbox. */
    @Test
    void k02_nothing_that_was_typed_at_the_sign_up_stands_in_the_mail() {
        String victim = signUp("Win now at evil.example");
        for (Letter letter : people.mail().to(victim)) {
            assertThat(letter.toString()).doesNotContain("evil.example").doesNotContain("Win now");
        }
        assertThat(people.mail().to(victim)).hasSize(1);
    }

    @Test
    void c12_an_address_that_is_more_than_one_makes_no_account_and_no_mail() {
        long mails = people.count("select count(*) from mails");
        for (String typed : List.of(
                "a@corp.example,eve@evil.example",
                "a@corp.example\r\nBcc: eve@evil.example",
                "a@corp.example%0aBcc:eve@evil.example",
                "\"a b\"@corp.example")) {
            FormBrowser browser = people.browser();
            browser.get("/signup");
            assertThat(browser.post(
                                    "/signup",
                                    "name",
                                    "A",
                                    "email",
                                    typed,
                                    "password",
                                    "another kettle hums at six",
                                    "to",
                                    "/")
                            .statusCode())
                    .as(typed)
                    .isEqualTo(422);
        }
        assertThat(people.count("select count(*) from mails")).isEqualTo(mails);
    }
}
