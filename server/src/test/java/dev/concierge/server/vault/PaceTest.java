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
        assertThat(pace.after()).as("one call's time after the pause").isEqualTo(Duration.ofMillis(13));
        clock.advance(Duration.ofMillis(201));
        assertThat(pace.take(1_000))
                .as("two tenths of a second at ninety a second")
                .isEqualTo(18);
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
    void the_pace_is_soon_back_near_what_was_too_much_stays_there_a_while_and_then_looks_for_more() {
        answered(50);
        pace.trouble(Duration.ofSeconds(1));
        double[] paces = paces(20);

        assertThat(paces[0]).isEqualTo(45);
        assertThat(paces).isSorted();
        assertThat(paces[2]).as("two seconds later").isBetween(49.0, 50.0);
        assertThat(paces[5]).isBetween(50.0, 51.0);
        assertThat(paces[19])
                .as("another node has left: its share is taken up within seconds")
                .isGreaterThan(100);
    }

    @Test
    void a_pace_of_a_few_a_second_grows_as_soon() {
        answered(1);
        pace.trouble(Duration.ofSeconds(1));

        assertThat(paces(8)[7]).isGreaterThan(10);
    }

    @Test
    void it_says_when_the_next_call_may_be_made() {
        assertThat(pace.after()).isEqualTo(Duration.ZERO);
        answered(10);
        pace.trouble(Duration.ofSeconds(2));
        assertThat(pace.after()).isEqualTo(Duration.ofMillis(2_112));
        clock.advance(pace.after());
        assertThat(pace.take(5)).isEqualTo(1);
        assertThat(pace.after()).isPositive();
        clock.advance(pace.after());
        assertThat(pace.take(5)).isEqualTo(1);
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
    void what_is_not_used_is_saved_for_a_quarter_of_a_second_so_that_no_second_has_much_more_than_the_pace() {
        answered(50);
        pace.trouble(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(4));
        assertThat(pace.take(1_000)).isEqualTo(12);
    }

    private double[] paces(int seconds) {
        double[] paces = new double[seconds];
        for (int second = 0; second < seconds; second++) {
            clock.advance(Duration.ofSeconds(1));
            var _ = pace.take(1_000);
            paces[second] = pace.perSecond();
        }
        return paces;
    }

    private void answered(int calls) {
        for (int call = 0; call < calls; call++) {
            pace.answered();
        }
    }
}
