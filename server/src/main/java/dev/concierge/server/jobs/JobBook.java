package dev.concierge.server.jobs;

import dev.concierge.server.database.SystemScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the lanes of all nodes do, and what their jobs did. */
public final class JobBook {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final SystemScope system;
    private final Lanes lanes;
    private final Supplier<JobTasks> tasks;
    private final JobRuns runs;
    private final Clock clock;

    JobBook(SystemScope system, Lanes lanes, Supplier<JobTasks> tasks, JobRuns runs, Clock clock) {
        this.system = system;
        this.lanes = lanes;
        this.tasks = tasks;
        this.runs = runs;
        this.clock = clock;
    }

    /** Every lane, in the order of {@link Lane}. */
    public List<LaneFigures> lanes() {
        List<Lane> stalled = lanes.stalled();
        Instant now = clock.instant();
        return system.call(jdbc -> Arrays.stream(Lane.values())
                .map(lane -> figures(jdbc, lane, now, stalled.contains(lane)))
                .toList());
    }

    private static LaneFigures figures(JdbcClient jdbc, Lane lane, Instant now, boolean stalled) {
        return jdbc.sql("""
                        select count(*) filter (where picked) as running,
                               count(*) filter (where not picked and execution_time <= :now) as due,
                               count(*) filter (where not picked and execution_time > :now) as later,
                               count(*) filter (where consecutive_failures > 0) as failing,
                               min(execution_time) filter (where not picked and execution_time <= :now) as oldest,
                               min(execution_time) filter (where not picked and execution_time > :now) as next
                          from %s
                        """.formatted(lane.table()))
                .param("now", utc(now))
                .query((row, _) -> {
                    Instant oldest = instant(row, "oldest");
                    long failing = row.getLong("failing");
                    return new LaneFigures(
                            lane,
                            state(now, stalled, oldest, failing),
                            row.getLong("running"),
                            row.getLong("due"),
                            row.getLong("later"),
                            failing,
                            oldest,
                            instant(row, "next"));
                })
                .single();
    }

    private static LaneFigures.State state(Instant now, boolean stalled, @Nullable Instant oldest, long failing) {
        if (stalled) {
            return LaneFigures.State.STALLED;
        }
        if (oldest != null && Duration.between(oldest, now).compareTo(LaneFigures.BEHIND_AFTER) > 0) {
            return LaneFigures.State.BEHIND;
        }
        return failing > 0 ? LaneFigures.State.FAILING : LaneFigures.State.WELL;
    }

    /** Every job that this release has, that waits, or that ran since yesterday, by lane and name. */
    public List<KindFigures> kinds() {
        runs.write();
        return system.call(jdbc -> {
            Map<Lane, Map<String, KindFigures>> found = new TreeMap<>();
            for (Job job : tasks.get().all()) {
                put(found, none(job.lane(), job.name(), true));
            }
            for (Lane lane : Lane.values()) {
                queued(jdbc, lane).forEach(kind -> put(found, kind));
            }
            runs.last(jdbc, DAY).forEach(figures -> put(found, withDay(found, figures)));
            runs.last(jdbc, HOUR).forEach(figures -> put(found, withHour(found, figures)));
            return found.values().stream()
                    .flatMap(byName -> byName.values().stream())
                    .toList();
        });
    }

    private List<KindFigures> queued(JdbcClient jdbc, Lane lane) {
        return jdbc.sql("select task_name, count(*) as queued, min(execution_time) filter (where not picked) as next"
                        + " from "
                        + lane.table() + " group by task_name order by task_name")
                .query((row, _) -> {
                    String job = row.getString("task_name");
                    return new KindFigures(
                            lane,
                            job,
                            tasks.get().knows(lane, job),
                            row.getLong("queued"),
                            instant(row, "next"),
                            KindFigures.Runs.NONE,
                            KindFigures.Runs.NONE);
                })
                .list();
    }

    private KindFigures none(Lane lane, String job, boolean known) {
        return new KindFigures(lane, job, known, 0, null, KindFigures.Runs.NONE, KindFigures.Runs.NONE);
    }

    private static void put(Map<Lane, Map<String, KindFigures>> found, KindFigures kind) {
        found.computeIfAbsent(kind.lane(), _ -> new TreeMap<>()).put(kind.job(), kind);
    }

    private KindFigures before(Map<Lane, Map<String, KindFigures>> found, JobRuns.Figures figures) {
        KindFigures before = found.getOrDefault(figures.lane(), Map.of()).get(figures.job());
        return before == null
                ? none(figures.lane(), figures.job(), tasks.get().knows(figures.lane(), figures.job()))
                : before;
    }

    private KindFigures withDay(Map<Lane, Map<String, KindFigures>> found, JobRuns.Figures figures) {
        KindFigures kind = before(found, figures);
        return new KindFigures(
                kind.lane(),
                kind.job(),
                kind.known(),
                kind.queued(),
                kind.next(),
                kind.hour(),
                KindFigures.Runs.of(figures));
    }

    private KindFigures withHour(Map<Lane, Map<String, KindFigures>> found, JobRuns.Figures figures) {
        KindFigures kind = before(found, figures);
        return new KindFigures(
                kind.lane(),
                kind.job(),
                kind.known(),
                kind.queued(),
                kind.next(),
                KindFigures.Runs.of(figures),
                kind.day());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
