package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a node may believe of what it keeps: nothing while it cannot be sure that it hears changes. */
@Tag("token")
class FreshnessTest {
    private static final UUID ROW = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Duration A_MOMENT = Duration.ofNanos(1);

    private final NanoClock clock = new NanoClock();
    private final Freshness freshness = new Freshness(clock);

    private boolean valid(long loadedAt) {
        return freshness.unchangedSince(loadedAt, List.of(ROW));
    }

    @Test
    void a_node_that_never_heard_itself_trusts_nothing() {
        assertThat(freshness.trusted()).isFalse();
        freshness.heartbeat();
        assertThat(freshness.trusted()).isTrue();
    }

    @Test
    void trust_ends_750_milliseconds_after_the_last_heartbeat_to_the_nanosecond() {
        freshness.heartbeat();
        clock.advance(Freshness.TRUST.minus(A_MOMENT));
        assertThat(freshness.trusted()).isTrue();
        clock.advance(A_MOMENT);
        assertThat(freshness.trusted()).isFalse();
        assertThat(Freshness.TRUST).isEqualTo(Duration.ofMillis(750));
    }

    @Test
    void heartbeats_in_time_keep_what_was_loaded() {
        freshness.heartbeat();
        long loadedAt = freshness.now();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMillis(500));
            freshness.heartbeat();
        }
        assertThat(freshness.trusted()).isTrue();
        assertThat(valid(loadedAt)).isTrue();
    }

    @Test
    void news_about_everything_drop_what_was_loaded_before_and_nothing_that_is_loaded_after() {
        freshness.heartbeat();
        long before = freshness.now();
        assertThat(valid(before)).isTrue();

        freshness.changed(Notifications.EVERYTHING);

        assertThat(valid(before)).isFalse();
        assertThat(freshness.unchangedSince(before, List.of())).isFalse();
        assertThat(valid(freshness.now())).isTrue();
        assertThat(freshness.trusted()).isTrue();
    }

    @Test
    void a_heartbeat_after_a_silence_drops_everything_before_anything_is_trusted_again() {
        freshness.heartbeat();
        long before = freshness.now();
        clock.advance(Freshness.TRUST);
        long during = freshness.now();
        freshness.heartbeat();
        assertThat(freshness.trusted()).isTrue();
        assertThat(valid(before)).isFalse();
        assertThat(valid(during)).as("loaded while nobody listened").isFalse();
        assertThat(valid(freshness.now())).isTrue();
    }

    @Test
    void a_lost_connection_ends_trust_at_once_and_the_next_heartbeat_drops_everything() {
        freshness.heartbeat();
        long before = freshness.now();
        freshness.deaf();
        assertThat(freshness.trusted()).isFalse();
        freshness.heartbeat();
        assertThat(freshness.trusted()).isTrue();
        assertThat(valid(before)).isFalse();
    }

    @Test
    void a_change_makes_stale_what_was_loaded_before_it_and_nothing_else() {
        freshness.heartbeat();
        long before = freshness.now();
        freshness.changed(ROW);
        assertThat(valid(before)).isFalse();
        assertThat(freshness.unchangedSince(before, List.of(OTHER))).isTrue();
        assertThat(freshness.unchangedSince(before, List.of(OTHER, ROW)))
                .as("it depends on both")
                .isFalse();
        assertThat(valid(freshness.now())).isTrue();
    }
}
