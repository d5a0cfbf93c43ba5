package dev.concierge.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** G-07: what a stranger sends stands in one line of the trail, and cannot end, hide or turn it. */
@Tag("security")
class TextsTest {
    @Test
    void control_and_direction_characters_and_halves_of_characters_become_blanks() {
        String hostile = "a\r\nb\u001b[31m\u202ec\u2066\u2028d\u0000\u0085\u009b\ud800e ${jndi:ldap://x} ü 😀";

        assertThat(Texts.oneLine(hostile, 100)).isEqualTo("a  b [31m c  d    e ${jndi:ldap://x} ü 😀");
    }

    @Test
    void what_is_too_long_is_cut_even_in_the_middle_of_a_character() {
        assertThat(Texts.oneLine("x".repeat(1_000_000), 400)).hasSize(401).endsWith("…");
        assertThat(Objects.requireNonNull(Texts.oneLine("xx😀", 3))).isEqualTo("xx …");
    }

    @Test
    void nothing_stays_nothing() {
        assertThat(Texts.oneLine(null, 10)).isNull();
    }
}
