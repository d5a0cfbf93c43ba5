package dev.concierge.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class DatabaseTimeTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private final DatabaseTime time = new DatabaseTime(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_machine_that_is_five_minutes_ahead_goes_by_the_database() {
        shows(NOW.minus(Duration.ofMinutes(5)));
        assertThat(time.clock().instant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
    }

    @Test
    void one_that_is_behind_does_too() {
        shows(NOW.plus(Duration.ofMinutes(5)));
        assertThat(time.clock().instant()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void what_a_network_may_hide_is_left_alone() {
        shows(NOW.plusMillis(900));
        assertThat(time.clock().instant()).isEqualTo(NOW);
    }

    @Test
    void a_clock_that_was_set_right_is_trusted_again() {
        shows(NOW.plusSeconds(300));
        shows(NOW.plusMillis(3));
        assertThat(time.clock().instant()).isEqualTo(NOW);
    }

    @Test
    void an_answer_that_took_long_says_nothing() {
        time.compare(NOW, NOW.plusSeconds(300), NOW.plusMillis(501));
        assertThat(time.clock().instant()).isEqualTo(NOW);
    }

    @Test
    void half_of_the_way_to_the_database_is_counted() {
        time.compare(NOW, NOW.plusSeconds(300), NOW.plusMillis(400));
        assertThat(time.offset()).isEqualTo(Duration.ofMinutes(5).minusMillis(200));
    }

    private void shows(Instant database) {
        time.compare(NOW, database, NOW);
    }
}
