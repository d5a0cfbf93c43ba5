package dev.concierge.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.mail.MailSettings.Tls;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator says of the mail server, judged at the start. */
@Tag("security")
class MailSettingsTest {
    private static final String FROM = "Concierge <concierge@corp.example>";
    private static final Duration USUAL = Duration.ofMinutes(2);

    private static MailSettings settings(String host, Tls tls, String user, String password, String from) {
        return new MailSettings(host, 587, tls, user, password, from, USUAL);
    }

    @Test
    void a_server_with_a_sender_is_enough() {
        MailSettings settings = settings(" mail.corp.example ", Tls.STARTTLS, "", "", FROM);
        assertThat(settings.host()).isEqualTo("mail.corp.example");
        assertThat(settings.name()).isEqualTo("Concierge");
        assertThat(settings.sender()).isEqualTo(MailAddress.of("concierge@corp.example"));
        assertThat(settings("mail.corp.example", Tls.TLS, "u", "p", "a@b.example")
                        .name())
                .as("without a name of its own")
                .isEqualTo("Concierge");
        assertThat(settings("mail.corp.example", Tls.TLS, "u", "p-of-tests", FROM)
                        .toString())
                .doesNotContain("p-of-tests");
    }

    @Test
    void each_fault_is_told_by_the_name_of_its_variable() {
        refused("SMTP_FROM", "mail.corp.example", Tls.STARTTLS, "", "", "");
        refused("SMTP_USER", "mail.corp.example", Tls.STARTTLS, "u", "", FROM);
        refused("SMTP_USER", "mail.corp.example", Tls.STARTTLS, "", "p", FROM);
        refused("SMTP_TLS", "mail.corp.example", Tls.NONE, "u", "p", FROM);
        refused("SMTP_HOST", "smtp://mail.corp.example", Tls.STARTTLS, "", "", FROM);
        refused("SMTP_HOST", "mail.corp.example:587", Tls.STARTTLS, "", "", FROM);
        assertThatThrownBy(() -> new MailSettings("h", 0, Tls.TLS, "", "", FROM, USUAL))
                .hasMessageContaining("SMTP_PORT");
        assertThatThrownBy(() -> new MailSettings("h", 25, Tls.TLS, "", "", FROM, Duration.ofHours(1)))
                .hasMessageContaining("concierge.mail.deadline");
    }

    private static void refused(String named, String host, Tls tls, String user, String password, String from) {
        assertThatThrownBy(() -> settings(host, tls, user, password, from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example, c@d.example",
                "Concierge <a@b.example>\r\nBcc: eve@evil.example",
                "\"Con\\\r\ncierge\" <a@b.example>",
                "friends: a@b.example;",
                "Concierge",
                "a@b.example c@d.example"
            })
    void c_12_a_sender_is_one_address(String from) {
        refused("SMTP_FROM", "mail.corp.example", Tls.STARTTLS, "", "", from);
    }

    @Test
    void mails_are_kept_and_shown_only_where_nobody_else_can_look() {
        MailSettings none = settings("", Tls.STARTTLS, "", "", "");
        MailSettings some = settings("mail.corp.example", Tls.STARTTLS, "", "", FROM);
        assertThat(Delivery.of(none, false, true)).isEqualTo(Delivery.OUTBOX);
        assertThat(Delivery.of(none, false, false)).as("others reach it").isEqualTo(Delivery.NONE);
        assertThat(Delivery.of(none, true, true)).as("production").isEqualTo(Delivery.NONE);
        assertThat(Delivery.of(some, true, false)).isEqualTo(Delivery.SMTP);
        assertThat(Delivery.of(some, false, true)).isEqualTo(Delivery.SMTP);
    }

    @Test
    void mails_in_the_clear_stay_on_this_machine() {
        assertThat(settings("mail.corp.example", Tls.NONE, "", "", FROM).exposed())
                .isTrue();
        assertThat(settings("localhost", Tls.NONE, "", "", FROM).exposed()).isFalse();
        assertThat(settings("mail.corp.example", Tls.TLS, "", "", FROM).exposed())
                .isFalse();
    }
}
