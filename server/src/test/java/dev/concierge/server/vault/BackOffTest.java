package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class BackOffTest {
    @Test
    void the_first_wait_is_what_the_provider_asks_for_and_never_less() {
        assertThat(BackOff.after(0, Duration.ofSeconds(7), 0)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void each_further_failure_doubles_it_up_to_two_minutes() {
        assertThat(BackOff.after(1, Duration.ofSeconds(15), 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(BackOff.after(2, Duration.ofSeconds(15), 0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(BackOff.after(40, Duration.ofSeconds(15), 0)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void those_that_failed_together_come_back_apart() {
        assertThat(BackOff.after(1, Duration.ofSeconds(20), 1)).isEqualTo(Duration.ofSeconds(50));
    }

    /** It was: the first wait had no chance in it, so what failed together came back together once. */
    @Test
    void so_do_those_that_failed_together_for_the_first_time() {
        assertThat(BackOff.after(0, Duration.ofSeconds(20), 1)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void a_provider_that_asks_for_an_hour_gets_an_hour_and_not_everybody_at_its_end() {
        assertThat(BackOff.after(3, Duration.ofHours(1), 0)).isEqualTo(Duration.ofHours(1));
        assertThat(BackOff.after(3, Duration.ofHours(1), 1))
                .isEqualTo(Duration.ofHours(1).plusSeconds(30));
    }
}
