package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What ran is counted by day, however a run ends. */
@Tag("flow")
class RunDaysTest {
    private World world;
    private SyncedPerson linh;

    @BeforeEach
    void connect() {
        world = World.start();
        linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
        linh.runDue();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void every_run_that_ended_is_counted_once() {
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("events", 500, null, null, 1, null)));
        linh.syncNow();
        leaveOpen();
        linh.syncNow();
        linh.become("paused");
        linh.syncNow();

        assertThat(linh.outcomes()).contains("done", "failed", "interrupted", "stopped");
        assertThat(days()).isEqualTo(runs()).contains("failed=2", "stopped=1");
    }

    @Test
    void a_run_that_a_pause_cuts_off_is_counted() {
        leaveOpen();
        world.server()
                .bean(StreamChanges.class)
                .pause(new StreamChanges.Which(
                        linh.account(), "person:" + linh.account(), linh.integration(), "google.calendar.events"));
        assertThat(days()).isEqualTo(runs()).contains("stopped=1");
    }

    @Test
    void counts_stay_longer_than_runs_and_not_for_ever() throws Exception {
        world.advance(Duration.ofDays(40));
        world.server().bean(JobRunner.class).run("sync.clear");
        assertThat(linh.outcomes()).isEmpty();
        assertThat(days()).contains("complete=1");

        world.advance(Duration.ofDays(361));
        world.server().bean(JobRunner.class).run("sync.clear");
        assertThat(linh.count("select count(*) from run_days where integration_id = :id"))
                .isZero();
    }

    /** A node died while it ran. */
    private void leaveOpen() {
        world.database()
                .owner()
                .sql(
                        "insert into runs (id, account_id, stream_id, integration_id, provider, stream, manual, started_at)"
                                + " select :id, account_id, id, integration_id, provider, name, false, last_run_at from streams"
                                + " where integration_id = :integration and name = 'google.calendar.events'")
                .param("id", UUID.randomUUID())
                .param("integration", linh.integration())
                .update();
    }

    private String days() {
        return text("""
                select 'complete=' || sum(complete) || ' in_part=' || sum(in_part) || ' failed=' || sum(failed) || ' stopped=' || sum(stopped)
                       || ' added=' || sum(added) || ' changed=' || sum(changed) || ' removed=' || sum(removed)
                  from run_days where integration_id = :id
                """);
    }

    private String runs() {
        return text("""
                select 'complete=' || count(*) filter (where outcome = 'done')
                       || ' in_part=' || count(*) filter (where outcome in ('partial', 'continued', 'rate_limited'))
                       || ' failed=' || count(*) filter (where outcome in ('failed', 'no_progress', 'not_allowed', 'interrupted'))
                       || ' stopped=' || count(*) filter (where outcome = 'stopped')
                       || ' added=' || sum(added) || ' changed=' || sum(changed) || ' removed=' || sum(removed)
                  from runs where integration_id = :id and ended_at is not null
                """);
    }

    private String text(String sql) {
        return world.database()
                .owner()
                .sql(sql)
                .param("id", linh.integration())
                .query(String.class)
                .single();
    }
}
