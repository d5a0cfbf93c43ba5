package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.ClientAddress;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that others reach and that nobody gave a mail server: it says so, and pretends nothing. */
@Tag("flow")
class NoMailTest {
    private static final String HOST = "concierge.corp.example";

    @Test
    void pages_say_that_no_mail_is_sent_and_none_is_written() {
        try (People people = People.start(Map.of("LANES", "none", "PUBLIC_URL", "https://" + HOST))) {
            for (String path : new String[] {"/forgot", "/login/link"}) {
                RawHttp.Answer page = RawHttp.send(
                        people.server().url(), "GET " + path + " HTTP/1.1", "Host: " + HOST, "Accept: text/html");
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.text()).contains("This Concierge sends no mail").doesNotContain("<form");
            }
            assertThat(RawHttp.send(people.server().url(), "GET /outbox HTTP/1.1", "Host: " + HOST)
                            .status())
                    .isEqualTo(404);
            Visitor visitor = new Visitor(new ClientAddress(InetAddress.getLoopbackAddress()), "");
            SignUp signUp = people.server().bean(SignUp.class);
            for (int i = 0; i < 2; i++) {
                assertThat(signUp.withPassword("Anna", "anna@corp.example", Secret.of(People.PASSWORD), visitor))
                        .isInstanceOf(SignUpOutcome.Ready.class);
            }
            assertThat(people.count("select count(*) from accounts where email_verified"))
                    .isZero();
            assertThat(people.count("select count(*) from mails")).isZero();
            assertThat(people.count("select count(*) from mail_requests")).isZero();
            assertThat(people.count("select count(*) from email_links")).isZero();
        }
    }
}
