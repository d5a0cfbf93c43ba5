package dev.concierge.server.jobs;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The two writes to the job tables that are not db-scheduler's. Its client looks, inserts and takes a unique violation as "exists already";
 * inside somebody's transaction that violation would have broken the transaction, and a job scheduled while it runs would have been lost.
 */
@Repository
class JobStore {
    /** How much waits in a lane. The oldest due time is null when nothing is due. */
    record Backlog(Lane lane, long due, @Nullable Instant oldest) {}

    private final SystemScope system;
    private final JobJson json;
    private final Clock clock;

    JobStore(SystemScope system, JobJson json, Clock clock) {
        this.system = system;
        this.json = json;
        this.clock = clock;
    }

    <D> void put(JobKind<D> kind, String instanceId, D data, Instant at) {
        CurrentTransaction.jdbc()
                .sql("select schedule_job(:lane, :name, :instance, :data, :at)")
                .param("lane", kind.lane().word())
                .param("name", kind.name())
                .param("instance", instanceId)
                .param("data", json.serialize(data))
                .param("at", utc(at))
                .query((_, _) -> 0)
                .single();
    }

    /**
     * Removes a job that is done, or makes it due again when it was scheduled while it ran. Two statements on purpose: the delete waits for
     * a transaction that schedules it right now, the update then sees what that one wrote.
     *
     * @return false when the row has another version: this node was thought dead, and another one runs the job
     */
    boolean finish(Lane lane, String name, String instanceId, long version) {
        return system.call(jdbc -> {
            int done = jdbc.sql(
                            "delete from " + lane.table()
                                    + " where task_name = :name and task_instance = :instance and version = :version and again_at is null")
                    .param("name", name)
                    .param("instance", instanceId)
                    .param("version", version)
                    .update();
            return done == 1
                    || jdbc.sql("update " + lane.table()
                                            + " set picked = false, picked_by = null, last_heartbeat = null, last_success = :now,"
                                            + " consecutive_failures = 0, execution_time = again_at, again_at = null, version = version + 1"
                                            + " where task_name = :name and task_instance = :instance and version = :version"
                                            + " and again_at is not null")
                                    .param("now", utc(clock.instant()))
                                    .param("name", name)
                                    .param("instance", instanceId)
                                    .param("version", version)
                                    .update()
                            == 1;
        });
    }

    List<Backlog> backlog() {
        OffsetDateTime now = utc(clock.instant());
        return system.call(jdbc -> java.util.Arrays.stream(Lane.values())
                .map(lane -> jdbc.sql("select count(*) as due, min(execution_time) as oldest from " + lane.table()
                                + " where execution_time <= :now and not picked")
                        .param("now", now)
                        .query((row, _) -> {
                            OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                            return new Backlog(lane, row.getLong("due"), oldest == null ? null : oldest.toInstant());
                        })
                        .single())
                .toList());
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
