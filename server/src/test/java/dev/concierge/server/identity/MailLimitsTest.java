package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** M-02: mails that somebody has us send to an address of others have an end, for the address and for the network, and say nothing of whose it is. */
@Tag("security")
class MailLimitsTest {
    private static final String CONFIRM = "Confirm your e-mail address";

    private static final String OFTEN = "That was asked for often just now.";

    private People people;

    @BeforeEach
    void start() {
        people = People.start(Map.of(
                "LANES",
                "none",
                "concierge.identity.sign-up-burst",
                "100",
                "concierge.identity.mail-burst",
                "3",
                "concierge.identity.mail-network-burst",
                "6"));
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private FormBrowser signUp(String email) {
        FormBrowser browser = people.browser();
        browser.get("/signup");
        HttpResponse<String> answer =
                browser.post("/signup", "name", "Somebody", "email", email, "password", People.PASSWORD, "to", "/");
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(400);
        return browser;
    }

    private static String fresh() {
        return "somebody." + UUID.randomUUID() + "@people.example";
    }

    private int confirmations(String email) {
        return Collections.frequency(people.mail().subjects(email), CONFIRM);
    }

    /** Each account of the address was a mail, as often as somebody made one and deleted it. */
    @Test
    @DisplayName("M-02 accounts that are made and deleted again fill no mailbox, and the page says what it always says")
    void an_address_gets_so_many_links_to_confirm_it() {
        String email = fresh();
        for (int time = 0; time < 6; time++) {
            signUp(email);
            people.database()
                    .owner()
                    .sql("update accounts set email = gen_random_uuid() || '@gone.example' where email = :email")
                    .param("email", email)
                    .update();
        }
        assertThat(confirmations(email)).isEqualTo(3);

        people.clock().advance(Duration.ofMinutes(10));
        signUp(email);

        assertThat(confirmations(email)).isEqualTo(4);
    }

    @Test
    @DisplayName("M-02 people of one network have so many mails sent to addresses that they say")
    void a_network_causes_so_many_mails() {
        for (int time = 0; time < 6; time++) {
            assertThat(change(people.person()).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = change(people.person());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains(OFTEN);

        String email = fresh();
        FormBrowser browser = signUp(email);
        browser.signIn(email, People.PASSWORD);
        browser.get("/security");
        assertThat(browser.post("/security/email/confirm").body())
                .as("asking for the link again")
                .contains(OFTEN);
        people.clock().advance(Duration.ofMinutes(2));
        assertThat(change(people.person()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> change(String email) {
        FormBrowser browser = people.signedIn(email);
        return browser.post("/security/email", "email", fresh());
    }
}
