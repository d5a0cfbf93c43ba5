package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** What is taken of a provider's items, and where a stream with a cursor goes on. */
@Tag("flow")
class ItemsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void a_link_is_https_with_a_host_and_holds_nothing_that_a_column_or_a_page_cannot() {
        assertThat(link("https://mail.example/thread/1?x=%20y#z")).isEqualTo("https://mail.example/thread/1?x=%20y#z");
        assertThat(link("https://cal.example/hẹn")).isEqualTo("https://cal.example/h%E1%BA%B9n");
        for (String bad : List.of(
                "",
                "http://mail.example/",
                "javascript:alert(1)",
                "https:///x",
                "https://a b/",
                "https://mail.example/\u0000",
                "https://mail.example/\n",
                "//mail.example/",
                "https://mail.example/" + "a".repeat(2_000))) {
            assertThat(link(bad)).as(bad).isNull();
        }
    }

    @Test
    void a_full_pass_begins_anew_when_the_last_one_is_too_long_ago_and_forgets_nothing_before_the_first() {
        Duration day = Duration.ofDays(1);
        Cursor first = Cursor.START.remembering("F1");
        assertThat(first.renewed(NOW, day)).isEqualTo(first);
        Cursor done = first.last(List.of(), NOW).next();
        assertThat(done.feed()).isEqualTo("F1");
        assertThat(done.renewed(NOW.plus(day).minusSeconds(1), day)).isEqualTo(done);
        assertThat(done.renewed(NOW.plus(day), day)).isEqualTo(Cursor.START);
    }

    private static @Nullable String link(String text) {
        return Items.link(StringNode.valueOf(text));
    }
}
