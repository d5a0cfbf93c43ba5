package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class PaceTest {
    private final SettableClock clock = new SettableClock();
    private Pace pace;

    @BeforeEach
    void start() {
        clock.hold();
        pace = new Pace(clock);
    }

    @Test
    void without_trouble_there_is_no_limit() {
        assertThat(pace.take(5_000)).isEqualTo(5_000);
        assertThat(pace.take(5_000)).isEqualTo(5_000);
    }

    @Test
    void a_provider_that_asks_for_a_pause_gets_it_and_then_less_than_it_stood() {
        answered(100);
        pace.trouble(Duration.ofSeconds(5));

        assertThat(pace.take(10)).isZero();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(pace.take(10)).isZero();
        clock.advance(Duration.ofMillis(501));
        assertThat(pace.take(1_000)).as("half a second at ninety a second").isEqualTo(45);
    }

    @Test
    void calls_that_were_under_way_together_count_once() {
        answered(100);
        for (int i = 0; i < 16; i++) {
            pace.trouble(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(2));
        assertThat(pace.perSecond()).isBetween(89.0, 101.0);
    }

    @Test
    void the_pace_grows_again_slowly_where_it_was_too_much() {
        answered(50);
        pace.trouble(Duration.ofSeconds(1));
        double[] paces = new double[10];
        for (int second = 0; second < paces.length; second++) {
            clock.advance(Duration.ofSeconds(1));
            var _ = pace.take(1_000);
            paces[second] = pace.perSecond();
        }
        assertThat(paces[0]).isEqualTo(45);
        assertThat(paces).isSorted();
        assertThat(paces[9]).isBetween(50.0, 60.0);
    }

    @Test
    void one_that_answered_nobody_is_tried_by_a_few_and_soon_by_all_again() {
        pace.trouble(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(11));
        assertThat(pace.take(16)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(pace.take(16)).isBetween(1, 4);
        clock.advance(Duration.ofSeconds(40));
        assertThat(pace.take(5_000)).isEqualTo(5_000);
    }

    @Test
    void what_is_not_used_is_not_saved_for_longer_than_a_second() {
        answered(50);
        pace.trouble(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(4));
        assertThat(pace.take(1_000)).isLessThanOrEqualTo(52);
    }

    private void answered(int calls) {
        for (int call = 0; call < calls; call++) {
            pace.answered();
        }
    }
}
