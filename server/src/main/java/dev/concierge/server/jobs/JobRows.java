package dev.concierge.server.jobs;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The jobs that wait or run on any node, and the two acts on one. It reads names, ids, states and times, never what a job is to work on. */
public final class JobRows {
    private static final int MOST = 200;
    private static final String ONE = " where task_name = :job and task_instance = :instance and not picked";
    private static final String COLUMNS =
            "task_name, task_instance, execution_time, picked, consecutive_failures, last_failure";
    private static final Comparator<QueuedJob> ORDER = Comparator.comparing(QueuedJob::due)
            .thenComparing(job -> job.name().job())
            .thenComparing(job -> job.name().instance())
            .thenComparing(job -> job.name().lane());

    /** What came of an act on a job. */
    public enum Act {
        DONE,
        /** A node works on it right now. */
        RUNS,
        /** There is no such job any more. */
        GONE,
        /** A recurring job of this release would be missing until the next start. */
        RECURS
    }

    private final SystemScope system;
    private final Lanes lanes;
    private final Supplier<JobTasks> tasks;
    private final Clock clock;

    JobRows(SystemScope system, Lanes lanes, Supplier<JobTasks> tasks, Clock clock) {
        this.system = system;
        this.lanes = lanes;
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * One page of jobs, by when they are due.
     *
     * @param cursor of the page before; null for the first
     * @param limit 1 to 200
     * @throws ProblemException {@code bad-request} for a cursor that is none, {@code invalid-input} for another limit
     */
    public QueuedJobs page(JobFilter filter, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "limit is a number from 1 to " + MOST + ".");
        }
        Place after = cursor == null ? null : Place.of(cursor);
        Lane only = filter.lane();
        List<QueuedJob> found = system.call(jdbc -> {
            List<QueuedJob> all = new ArrayList<>();
            for (Lane lane : Lane.values()) {
                if (only == null || only == lane) {
                    all.addAll(rows(jdbc, lane, filter.which(), after, limit + 1));
                }
            }
            all.sort(ORDER);
            return all;
        });
        if (found.size() <= limit) {
            return new QueuedJobs(found, null);
        }
        List<QueuedJob> page = found.subList(0, limit);
        return new QueuedJobs(page, Place.at(page.getLast()).cursor());
    }

    /** One job. */
    public Optional<QueuedJob> find(JobName name) {
        return system.call(jdbc -> jdbc.sql("select " + COLUMNS + " from "
                        + name.lane().table() + " where task_name = :job and task_instance = :instance")
                .param("job", name.job())
                .param("instance", name.instance())
                .query((row, _) -> row(row, name.lane(), clock.instant()))
                .optional());
    }

    /** Makes a job due at once, in the open transaction of the system role. */
    public Act retry(JobName name) {
        int changed = named(
                        "update " + name.lane().table() + " set execution_time = :now, version = version + 1" + ONE,
                        name)
                .param("now", utc(clock.instant()))
                .update();
        if (changed == 1) {
            CurrentTransaction.afterCommit(() -> lanes.wake(name.lane()));
            return Act.DONE;
        }
        return exists(name) ? Act.RUNS : Act.GONE;
    }

    /** Removes a job without running it, in the open transaction of the system role. What it was to do is not done. */
    public Act drop(JobName name) {
        if (tasks.get().recurs(name.lane(), name.job())) {
            return exists(name) ? Act.RECURS : Act.GONE;
        }
        if (named("delete from " + name.lane().table() + ONE, name).update() == 1) {
            return Act.DONE;
        }
        return exists(name) ? Act.RUNS : Act.GONE;
    }

    private static JdbcClient.StatementSpec named(String sql, JobName name) {
        return CurrentTransaction.jdbc().sql(sql).param("job", name.job()).param("instance", name.instance());
    }

    private static boolean exists(JobName name) {
        return named(
                                "select count(*) from " + name.lane().table()
                                        + " where task_name = :job and task_instance = :instance",
                                name)
                        .query(Long.class)
                        .single()
                == 1;
    }

    private List<QueuedJob> rows(JdbcClient jdbc, Lane lane, JobFilter.Which which, @Nullable Place after, int limit) {
        Instant now = clock.instant();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("now", utc(now));
        values.put("limit", limit);
        String sql = "select " + COLUMNS + " from " + lane.table() + " where " + which.condition();
        if (after != null) {
            sql += " and (execution_time, task_name collate \"C\", task_instance collate \"C\") "
                    + (lane.compareTo(after.name().lane()) > 0 ? ">=" : ">") + " (:due, :job, :instance)";
            values.put("due", utc(after.due()));
            values.put("job", after.name().job());
            values.put("instance", after.name().instance());
        }
        return jdbc.sql(sql
                        + " order by execution_time, task_name collate \"C\", task_instance collate \"C\" limit :limit")
                .params(values)
                .query((row, _) -> row(row, lane, now))
                .list();
    }

    private QueuedJob row(ResultSet row, Lane lane, Instant now) throws SQLException {
        String job = row.getString("task_name");
        OffsetDateTime due = row.getObject("execution_time", OffsetDateTime.class);
        QueuedJob.State state = row.getBoolean("picked")
                ? QueuedJob.State.RUNNING
                : due.toInstant().isAfter(now) ? QueuedJob.State.LATER : QueuedJob.State.DUE;
        return new QueuedJob(
                new JobName(lane, job, row.getString("task_instance")),
                state,
                due.toInstant(),
                row.getInt("consecutive_failures"),
                instant(row, "last_failure"),
                tasks.get().recurs(lane, job),
                tasks.get().knows(lane, job));
    }

    /** Where a page ends. */
    private record Place(Instant due, JobName name) {
        private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

        static Place at(QueuedJob job) {
            return new Place(job.due(), job.name());
        }

        static Place of(String cursor) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 4);
                if (parts.length == 4) {
                    Optional<JobName> name = JobName.of(parts[1], parts[2], parts[3]);
                    Instant due = Instant.parse(parts[0]);
                    if (name.isPresent() && due.isAfter(Instant.EPOCH) && due.isBefore(LATEST)) {
                        return new Place(due, name.get());
                    }
                }
            } catch (IllegalArgumentException | DateTimeException _) {
                // said below
            }
            throw new ProblemException(ProblemType.BAD_REQUEST, "This cursor is none of a list of jobs.");
        }

        String cursor() {
            String words = due + " " + name.lane().word() + " " + name.job() + " " + name.instance();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(words.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
