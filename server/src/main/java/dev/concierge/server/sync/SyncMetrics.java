package dev.concierge.server.sync;

import dev.concierge.server.database.SystemScope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * {@code concierge.sync.runs} (time, by provider, stream and outcome), {@code concierge.sync.records} (added, changed, removed) and
 * {@code concierge.sync.lag} (seconds since the longest waiting stream of a provider was due). The lag is asked at most every five seconds.
 */
@Component
class SyncMetrics {
    private static final Logger log = LoggerFactory.getLogger(SyncMetrics.class);
    private static final Duration LAG_AGE = Duration.ofSeconds(5);

    private final MeterRegistry meters;
    private final SystemScope system;
    private final Clock clock;
    private Map<String, Instant> oldest = Map.of();
    private @Nullable Instant asked;

    SyncMetrics(MeterRegistry meters, SystemScope system, Streams streams, Clock clock) {
        this.meters = meters;
        this.system = system;
        this.clock = clock;
        for (String provider : streams.providers()) {
            Gauge.builder("concierge.sync.lag", this, self -> self.lag(provider))
                    .description("Seconds since the longest waiting stream was due")
                    .tag("provider", provider)
                    .register(meters);
        }
    }

    void ran(StreamRow stream, RunOutcome outcome, Duration took) {
        Timer.builder("concierge.sync.runs")
                .description("Runs of streams")
                .tag("provider", stream.provider())
                .tag("stream", stream.name())
                .tag("outcome", outcome.word())
                .register(meters)
                .record(took);
    }

    void stored(StreamRow stream, Changes changes) {
        count(stream, "added", changes.added());
        count(stream, "changed", changes.changed());
        count(stream, "removed", changes.removed());
    }

    private void count(StreamRow stream, String change, long records) {
        Counter.builder("concierge.sync.records")
                .description("Records stored")
                .tag("provider", stream.provider())
                .tag("stream", stream.name())
                .tag("change", change)
                .register(meters)
                .increment((double) records);
    }

    private synchronized double lag(String provider) {
        Instant now = clock.instant();
        if (asked == null || Duration.between(asked, now).abs().compareTo(LAG_AGE) > 0) {
            asked = now;
            oldest = oldest(now);
        }
        Instant due = oldest.get(provider);
        return due == null ? 0 : Math.max(0, Duration.between(due, now).toMillis()) / 1000.0;
    }

    private Map<String, Instant> oldest(Instant now) {
        try {
            Map<String, Instant> found = new TreeMap<>();
            system.run(jdbc -> jdbc.sql("""
                            select provider, min(due_at) as due from streams
                             where due_at <= :now and (lease_until is null or lease_until <= clock_timestamp())
                             group by provider
                            """)
                    .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                    .query(row -> {
                        found.put(
                                row.getString("provider"),
                                row.getObject("due", OffsetDateTime.class).toInstant());
                    }));
            return found;
        } catch (RuntimeException e) {
            log.debug("The lag of the streams cannot be read", e);
            return Map.of();
        }
    }
}
