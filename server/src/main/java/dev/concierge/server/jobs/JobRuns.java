package dev.concierge.server.jobs;

import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How often and how long each job ran on all nodes, in stretches of five minutes, for two days. A node writes what it counted every ten seconds, after a
 * run; what it had not written when it was killed is lost.
 */
final class JobRuns {
    private static final Logger log = LoggerFactory.getLogger(JobRuns.class);
    private static final Duration STRETCH = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(2);
    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(10);

    /** What is counted by itself. In this order it is written, so that two nodes never wait for each other. */
    private record Count(Instant since, Lane lane, String job, JobMetrics.Outcome outcome)
            implements Comparable<Count> {
        private static final Comparator<Count> ORDER = Comparator.comparing(Count::since)
                .thenComparing(Count::lane)
                .thenComparing(Count::job)
                .thenComparing(Count::outcome);

        @Override
        public int compareTo(Count other) {
            return ORDER.compare(this, other);
        }
    }

    private record Sum(long runs, long millis, long longest) {
        Sum plus(Sum other) {
            return new Sum(runs + other.runs, millis + other.millis, Math.max(longest, other.longest));
        }
    }

    /**
     * What ran of one job since a moment.
     *
     * @param failed of the runs, those that are to be tried again or were given up
     * @param millis of all runs together
     * @param longest of one run, in milliseconds
     */
    record Figures(Lane lane, String job, long runs, long failed, long millis, long longest) {}

    private final SystemScope system;
    private final Clock clock;
    private final ConcurrentSkipListMap<Count, Sum> counted = new ConcurrentSkipListMap<>();
    private @Nullable Instant writtenAt;

    JobRuns(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Counts a run that just ended; call it outside of any transaction. */
    void ran(Lane lane, String job, JobMetrics.Outcome outcome, Duration took) {
        Instant now = clock.instant();
        Instant since = now.minusMillis(Math.floorMod(now.toEpochMilli(), STRETCH.toMillis()));
        long millis = Math.max(0, took.toMillis());
        counted.merge(new Count(since, lane, job, outcome), new Sum(1, millis, millis), Sum::plus);
        if (isDue(now)) {
            write();
        }
    }

    private synchronized boolean isDue(Instant now) {
        if (writtenAt != null && Duration.between(writtenAt, now).abs().compareTo(WRITTEN_EVERY) < 0) {
            return false;
        }
        writtenAt = now;
        return true;
    }

    /** Writes what was counted since the last time; what cannot be written is kept for the next. */
    void write() {
        Map<Count, Sum> taken = new java.util.TreeMap<>();
        for (Count count : List.copyOf(counted.keySet())) {
            Sum sum = counted.remove(count);
            if (sum != null) {
                taken.put(count, sum);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            system.run(jdbc -> {
                taken.forEach((count, sum) -> add(jdbc, count, sum));
                jdbc.sql("delete from job_runs where since < :until")
                        .param("until", utc(clock.instant().minus(KEPT)))
                        .update();
            });
        } catch (RuntimeException e) {
            log.debug("Runs of jobs cannot be written", e);
            taken.forEach((count, sum) -> counted.merge(count, sum, Sum::plus));
        }
    }

    private static void add(JdbcClient jdbc, Count count, Sum sum) {
        jdbc.sql("""
            insert into job_runs as r (since, lane, job, outcome, runs, millis, longest)
            values (:since, :lane, :job, :outcome, :runs, :millis, :longest)
            on conflict (since, lane, job, outcome) do update set
                runs = r.runs + excluded.runs, millis = r.millis + excluded.millis,
                longest = greatest(r.longest, excluded.longest)
            """)
                .param("since", utc(count.since()))
                .param("lane", count.lane().word())
                .param("job", count.job())
                .param("outcome", count.outcome().word())
                .param("runs", sum.runs())
                .param("millis", sum.millis())
                .param("longest", sum.longest())
                .update();
    }

    /** Of the last while, by job, whole stretches of five minutes. */
    List<Figures> last(JdbcClient jdbc, Duration span) {
        return jdbc.sql("""
            select lane, job, sum(runs) as runs, coalesce(sum(runs) filter (where outcome in ('retried', 'given_up')), 0) as failed,
                   sum(millis) as millis, max(longest) as longest
            from job_runs where since > :since and lane = any (:lanes) group by lane, job order by lane, job
            """)
                .param("since", utc(clock.instant().minus(span).minus(STRETCH)))
                .param("lanes", Lane.words())
                .query((row, _) -> new Figures(
                        Lane.of(row.getString("lane")),
                        row.getString("job"),
                        row.getLong("runs"),
                        row.getLong("failed"),
                        row.getLong("millis"),
                        row.getLong("longest")))
                .list();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
