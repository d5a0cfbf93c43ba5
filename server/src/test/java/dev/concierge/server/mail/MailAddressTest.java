package dev.concierge.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C-12: a mail goes to one mailbox, and nothing that looks like one adds a line or a recipient. */
@Tag("security")
class MailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna@corp.example",
                "Anna.Berg+list@Corp.example",
                "o'neil@corp.example",
                "a@localhost",
                "x_=?{}|~@a-b.example"
            })
    void one_mailbox_is_taken_as_it_is(String text) {
        assertThat(MailAddress.of(text).header().getAddress()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "@corp.example",
                "anna@",
                "anna@corp.example\r\nBcc: eve@evil.example",
                "anna@corp.example\nBcc: eve@evil.example",
                "anna@corp.example%0aBcc:eve@evil.example",
                "anna@corp.example,eve@evil.example",
                "anna@corp.example;eve@evil.example",
                "anna@corp.example eve@evil.example",
                "Anna <anna@corp.example>",
                "<anna@corp.example>",
                "\"anna\"@corp.example",
                "anna(comment)@corp.example",
                "friends:anna@corp.example;",
                "@relay.example:anna@corp.example",
                "anna@[127.0.0.1]",
                "anna@corp..example",
                ".anna@corp.example",
                "anna@corp.example.",
                "anna@-corp.example",
                "anna\u0000@corp.example",
                "ａnna@corp.example",
                "anna@cörp.example"
            })
    void c_12_what_is_more_or_less_than_one_mailbox_is_refused(String text) {
        assertThatThrownBy(() -> MailAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Hello\r\nBcc: eve@evil.example", "Hello\nX: y", "Hello\u0000", "Grüße"})
    void c_12_a_subject_is_one_line_of_ours(String subject) {
        assertThatThrownBy(() -> new Letter(subject, "x", List.of(), null, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_address_is_no_longer_than_a_path_may_be() {
        assertThatThrownBy(
                        () -> MailAddress.of("a@" + "b".repeat(60).concat(".").repeat(5) + "example"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
