package dev.concierge.server.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code concierge.jobs} (runs and their time, by lane, job and outcome), {@code concierge.jobs.due} and {@code concierge.jobs.oldest.due}
 * (by lane). The backlog is asked at most every five seconds, however many scrape.
 */
final class JobMetrics {
    enum Outcome {
        DONE,
        RETRIED,
        GIVEN_UP,
        LOST;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(JobMetrics.class);
    private static final Duration BACKLOG_AGE = Duration.ofSeconds(5);

    private final MeterRegistry meters;
    private final JobStore store;
    private final JobRuns runs;
    private final Clock clock;
    private List<JobStore.Backlog> backlog = List.of();
    private @Nullable Instant asked;

    JobMetrics(MeterRegistry meters, JobStore store, JobRuns runs, Clock clock) {
        this.meters = meters;
        this.store = store;
        this.runs = runs;
        this.clock = clock;
        for (Lane lane : Lane.values()) {
            gauge("concierge.jobs.due", "Jobs that are due and not yet taken", lane, JobStore.Backlog::due);
            gauge("concierge.jobs.oldest.due", "Seconds since the oldest waiting job was due", lane, this::age);
        }
    }

    void ran(Lane lane, String job, Outcome outcome, Duration took) {
        Timer.builder("concierge.jobs")
                .description("Background jobs run")
                .tag("lane", lane.word())
                .tag("job", job)
                .tag("outcome", outcome.word())
                .register(meters)
                .record(took);
        runs.ran(lane, job, outcome, took);
    }

    private void gauge(String name, String description, Lane lane, ToDoubleFunction<JobStore.Backlog> value) {
        Gauge.builder(name, this, self -> self.read(lane, value))
                .description(description)
                .tag("lane", lane.word())
                .register(meters);
    }

    private double age(JobStore.Backlog backlog) {
        Instant oldest = backlog.oldest();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis()) / 1000.0;
    }

    private double read(Lane lane, ToDoubleFunction<JobStore.Backlog> value) {
        return current().stream()
                .filter(one -> one.lane() == lane)
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private synchronized List<JobStore.Backlog> current() {
        Instant now = clock.instant();
        if (asked == null || Duration.between(asked, now).abs().compareTo(BACKLOG_AGE) > 0) {
            asked = now;
            try {
                backlog = store.backlog();
            } catch (RuntimeException e) {
                log.debug("The backlog of jobs cannot be read", e);
                backlog = List.of();
            }
        }
        return backlog;
    }
}
