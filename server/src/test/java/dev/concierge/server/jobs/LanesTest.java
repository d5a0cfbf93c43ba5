package dev.concierge.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.rooms.Rooms;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class LanesTest {
    record Row(UUID rowId) {}

    private static final JobKind<Row> ERRAND = new JobKind<>("test.errand", Lane.REFRESH, Row.class);
    private static final UUID ACCOUNT = new UUID(0, 1);

    private final BlockingQueue<String> ran = new ArrayBlockingQueue<>(100);

    @Test
    void a_job_committed_on_a_node_is_run_there_at_once_on_a_virtual_thread() throws Exception {
        try (Rooms node = node(
                (row, _) -> ran.add(row.rowId() + " " + Thread.currentThread().isVirtual()))) {
            UUID id = new UUID(0, 7);
            schedule(node, id);
            assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo(id + " true");
            assertThat(node.get(Lanes.class).stalled()).isEmpty();
        }
    }

    @Test
    void a_node_runs_only_the_lanes_it_was_given_and_a_web_node_none() throws Exception {
        try (Rooms all = Rooms.with("database", "jobs")
                        .set("concierge.lanes", "sync,refresh")
                        .open();
                Rooms web = Rooms.with("database", "jobs")
                        .set("concierge.role", "web")
                        .set("concierge.lanes", "all")
                        .open()) {
            assertThat(all.get(Lanes.class).configured()).containsExactly(Lane.SYNC, Lane.REFRESH);
            assertThat(web.get(Lanes.class).configured()).isEmpty();
            assertThat(web.get(Lanes.class).isRunning()).isFalse();
        }
    }

    @Test
    void a_job_of_a_node_that_died_is_run_by_another_within_twenty_seconds() throws Exception {
        try (Rooms node = node((row, _) -> ran.add(row.rowId().toString()))) {
            UUID id = new UUID(0, 9);
            // A row as a dead node leaves it: taken, with the heartbeat of its last moment.
            try (Connection owner = node.asOwner();
                    var insert = owner.prepareStatement("""
                    insert into jobs_refresh (task_name, task_instance, task_data, execution_time, picked, picked_by, last_heartbeat, version)
                    values ('test.errand', 'one', ?, now(), true, 'node-dead', now(), 2)
                    """)) {
                insert.setBytes(1, ("{\"rowId\":\"" + id + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                insert.executeUpdate();
            }
            // Missed after 12 s, found within 6, polled within 1.
            long start = System.nanoTime();
            assertThat(ran.poll(40, TimeUnit.SECONDS)).isEqualTo(id.toString());
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isBetween(10L, 20L);
        }
    }

    @Test
    void stopping_waits_for_the_job_under_way() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (Rooms node = node((_, _) -> {
            started.countDown();
            mayEnd.await();
            ran.add("ended");
        })) {
            schedule(node, ACCOUNT);
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(node::stop);
            mayEnd.countDown();
            closing.join();
            assertThat(ran).containsExactly("ended");
            try (Connection owner = node.asOwner();
                    ResultSet left = owner.createStatement().executeQuery("select count(*) from jobs_refresh")) {
                assertThat(left.next()).isTrue();
                assertThat(left.getInt(1)).isZero();
            }
        }
    }

    private static Rooms node(JobHandler<Row> work) throws SQLException {
        return Rooms.with("database", "jobs")
                .clock(Clock.systemUTC())
                .set("concierge.lanes", "all")
                .bean("errand", Job.once(ERRAND, work))
                .open();
    }

    private static void schedule(Rooms node, UUID id) {
        node.get(AccountScope.class).run(ACCOUNT, _ -> node.get(Jobs.class).schedule(ERRAND, "one", new Row(id)));
    }
}
