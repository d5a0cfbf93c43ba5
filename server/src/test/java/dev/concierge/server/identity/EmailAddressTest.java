package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("security")
class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@corp.example",
                "Alice@corp.example",
                "alice@CORP.example",
                "alice@corp.example ",
                "\talice@corp.example\n",
                "ａｌｉｃｅ@corp.example",
                "alice＠corp.example",
                "alice@corp．example",
                "ALI\u2102E@corp.example"
            })
    void c12_other_spellings_of_an_address_are_the_same_account(String typed) {
        assertThat(EmailAddress.parse(typed)).contains(new EmailAddress("alice@corp.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "alice@corp",
                "@corp.example",
                "alice@",
                "alice@corp.example,eve@evil.example",
                "alice@corp.example;eve@evil.example",
                "alice@corp.example eve@evil.example",
                "Alice <alice@corp.example>",
                "\"alice\"@corp.example",
                "\"alice@evil.example\"@corp.example",
                "alice(comment)@corp.example",
                "alice@corp.example\r\nBcc: eve@evil.example",
                "alice%0aBcc:eve@evil.example@corp.example",
                "al\u0131ce@corp.example",
                "al\u200bice@corp.example",
                "аlice@corp.example",
                "al\u0000ice@corp.example",
                "alice@[127.0.0.1]",
                ".alice@corp.example",
                "al..ice@corp.example",
                "alice@-corp.example",
                "alice@corp..example"
            })
    void c12_look_alikes_lists_and_smuggled_headers_are_no_address(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    @Test
    void an_address_is_at_most_254_characters_and_its_local_part_64() {
        assertThat(EmailAddress.parse("a".repeat(64) + "@corp.example")).isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@corp.example")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "b.".repeat(130) + "example")).isEmpty();
        assertThat(EmailAddress.parse("a".repeat(100_000) + "@corp.example")).isEmpty();
    }
}
