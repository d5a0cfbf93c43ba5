package dev.concierge.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class HealthCheckTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void one_part_that_is_unwell_or_throws_makes_the_node_unhealthy() {
        assertThat(check(true, true).report().healthy()).isTrue();
        assertThat(check(true, false).report().healthy()).isFalse();
        HealthCheck throwing = new HealthCheck(
                Map.of("database", () -> {
                    throw new IllegalStateException("away");
                }),
                now::get);
        assertThat(throwing.report().parts()).containsEntry("database", false);
    }

    @Test
    void an_answer_is_kept_for_a_second() {
        AtomicInteger asked = new AtomicInteger();
        HealthCheck check = new HealthCheck(Map.of("database", () -> asked.incrementAndGet() > 0), now::get);
        check.report();
        now.addAndGet(Duration.ofMillis(999).toNanos());
        check.report();
        assertThat(asked).hasValue(1);
        now.addAndGet(Duration.ofMillis(1).toNanos());
        check.report();
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_part_that_hangs_costs_less_than_a_second_and_is_asked_once() {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch hang = new CountDownLatch(1);
        HealthCheck check = new HealthCheck(
                Map.of("database", () -> {
                    asked.incrementAndGet();
                    try {
                        hang.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                }),
                now::get);
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            assertThat(check.report().healthy()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            now.addAndGet(Duration.ofSeconds(2).toNanos());
        }
        assertThat(asked).hasValue(1);
        hang.countDown();
    }

    private HealthCheck check(boolean database, boolean lanes) {
        return new HealthCheck(Map.of("database", () -> database, "lanes", () -> lanes), now::get);
    }
}
