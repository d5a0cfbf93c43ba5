package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class BackOffTest {
    @Test
    void the_first_wait_is_what_the_provider_asks_for() {
        assertThat(BackOff.after(0, Duration.ofSeconds(7), 0.9)).isEqualTo(Duration.ofSeconds(7));
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

    @Test
    void a_provider_that_asks_for_an_hour_gets_an_hour() {
        assertThat(BackOff.after(3, Duration.ofHours(1), 1)).isEqualTo(Duration.ofHours(1));
    }
}
