package dev.concierge.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class KeysTest {
    @Test
    void parts_that_differ_give_keys_that_differ() {
        assertThat(Keys.of("a", "b")).isNotEqualTo(Keys.of("a\tb"));
        assertThat(Keys.of("a\\", "tb")).isNotEqualTo(Keys.of("a", "tb"));
        assertThat(Keys.of("a\\tb")).isNotEqualTo(Keys.of("a\tb"));
        assertThat(Keys.of("a", "b")).startsWith(Keys.prefix("a"));
        assertThat(Keys.of("ab", "b")).doesNotStartWith(Keys.prefix("a"));
    }
}
