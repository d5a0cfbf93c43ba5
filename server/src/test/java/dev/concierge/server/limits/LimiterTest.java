package dev.concierge.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("security")
class LimiterTest {
    private static final Limit LIMIT = new Limit("test", 3, Duration.ofMinutes(2));

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms node;
    private Limiter limiter;

    @BeforeEach
    void open() throws SQLException {
        node = Rooms.with("database", "limits").clock(clock).open();
        limiter = node.get(Limiter.class);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void a_burst_passes_then_one_each_refill() {
        for (int number = 0; number < 3; number++) {
            limiter.take(LIMIT, "anna");
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> limiter.take(LIMIT, "anna"))
                .satisfies(problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(problem.retryAfter()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(120));
                });
        limiter.take(LIMIT, "ben");
        clock.advance(Duration.ofMinutes(2));
        limiter.take(LIMIT, "anna");
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> limiter.take(LIMIT, "anna"));
    }

    @Test
    void what_is_given_back_can_be_taken_again_and_never_more_than_the_burst() {
        limiter.take(LIMIT, "anna");
        limiter.giveBack(LIMIT, "anna");
        limiter.giveBack(LIMIT, "anna");
        assertThat(passing(limiter, 6)).isEqualTo(3);
    }

    @Test
    void two_nodes_count_together() throws SQLException {
        try (Rooms other =
                Rooms.with("database", "limits").clock(clock).beside(node).open()) {
            int passed = passing(limiter, 2) + passing(other.get(Limiter.class), 5);
            assertThat(passed).isEqualTo(3);
        }
    }

    @Test
    void twenty_at_once_pass_no_more_than_the_burst() {
        AtomicInteger passed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 20; number++) {
                var _ = threads.submit(() -> passed.addAndGet(passing(limiter, 1)));
            }
        }
        assertThat(passed).hasValue(3);
    }

    @Test
    void keys_are_stored_as_hashes_and_full_counters_are_purged() {
        limiter.take(LIMIT, "anna@corp.example");
        SystemScope system = node.get(SystemScope.class);
        String id = system.call(jdbc ->
                jdbc.sql("select id from rate_buckets").query(String.class).single());
        assertThat(id).hasSize(64).matches("[0-9a-f]+");
        assertThat(limiter.purge()).isZero();
        system.run(jdbc -> jdbc.sql("update rate_buckets set expires_at = 1").update());
        assertThat(limiter.purge()).isOne();
    }

    @Test
    void inside_a_transaction_it_refuses_for_it_takes_a_connection_of_its_own() {
        SystemScope system = node.get(SystemScope.class);
        assertThatIllegalStateException().isThrownBy(() -> system.run(_ -> limiter.take(LIMIT, "anna")));
    }

    @Test
    void the_node_limiter_counts_in_memory_and_by_the_same_clock() {
        NodeLimiter local = new NodeLimiter(clock);
        for (int number = 0; number < 3; number++) {
            assertThat(local.tryTake(LIMIT, "key")).isTrue();
        }
        assertThat(local.hasRoom(LIMIT, "key")).isFalse();
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> local.take(LIMIT, "key"));
        clock.advance(Duration.ofMinutes(2));
        assertThat(local.hasRoom(LIMIT, "key")).isTrue();
        local.take(LIMIT, "key");
    }

    @Test
    void a_limit_that_lets_nobody_through_is_a_mistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit("none", 0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit("never", 1, Duration.ZERO));
    }

    private static int passing(Limiter limiter, int tries) {
        int passed = 0;
        for (int number = 0; number < tries; number++) {
            try {
                limiter.take(LIMIT, "shared");
                passed++;
            } catch (ProblemException e) {
                assertThat(e.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
            }
        }
        return passed;
    }
}
