package dev.concierge.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.rooms.Rooms;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class LanesTest {
    record Row(UUID rowId) {}

    private static final JobKind<Row> ERRAND = new JobKind<>("test.errand", Lane.REFRESH, Row.class);
    /** Half of the app pool's connections. */
    private static final int STUCK_AT_ONCE = 4;

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
    @DisplayName("a lane whose every job waits inside a transaction starves no other, and nobody at a page")
    void a_stuck_lane_starves_no_other() throws Exception {
        CountDownLatch stuck = new CountDownLatch(STUCK_AT_ONCE);
        CountDownLatch mayEnd = new CountDownLatch(1);
        JobKind<Row> blocked = new JobKind<>("test.blocked", Lane.SYNC, Row.class);
        AtomicReference<Rooms> running = new AtomicReference<>();
        JobHandler<Row> waits = (_, _) -> running.get().get(AccountScope.class).run(ACCOUNT, _ -> {
            stuck.countDown();
            awaitUnwatched(mayEnd);
        });
        try (Rooms node = Rooms.with("database", "jobs")
                .clock(Clock.systemUTC())
                .set("concierge.lanes", "all")
                .bean("blocked", Job.once(blocked, waits))
                .bean(
                        "errand",
                        Job.once(
                                ERRAND,
                                (row, _) -> running.get()
                                        .get(AccountScope.class)
                                        .run(
                                                ACCOUNT,
                                                jdbc -> ran.add(row.rowId() + " "
                                                        + jdbc.sql("select 1")
                                                                .query(Integer.class)
                                                                .single()))))
                .open()) {
            running.set(node);
            node.get(AccountScope.class).run(ACCOUNT, _ -> {
                for (int number = 0; number < 2 * STUCK_AT_ONCE; number++) {
                    node.get(Jobs.class).schedule(blocked, "stuck-" + number, new Row(new UUID(0, number)));
                }
            });
            assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();

            UUID id = new UUID(0, 11);
            schedule(node, id);

            assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo(id + " 1");
            assertThat(stuck.getCount()).as("no more than their share").isZero();
            assertThat(node.get(Lanes.class).stalled()).isEmpty();
            mayEnd.countDown();
        }
    }

    @Test
    @DisplayName("a job that only the next release knows is left alone, and runs there as if it were new")
    void an_unknown_job_stays_for_the_other_release() throws Exception {
        JobKind<Row> future = new JobKind<>("test.future", Lane.REFRESH, Row.class);
        try (Rooms older = node((row, _) -> ran.add(row.rowId().toString()))) {
            older.get(AccountScope.class)
                    .run(ACCOUNT, _ -> older.get(Jobs.class).schedule(future, "new", new Row(new UUID(0, 1))));
            schedule(older, new UUID(0, 2));
            assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo(new UUID(0, 2).toString());
            try (Connection owner = older.asOwner();
                    ResultSet left = owner.createStatement()
                            .executeQuery("select picked, version from jobs_refresh where task_name = 'test.future'")) {
                assertThat(left.next()).isTrue();
                assertThat(left.getBoolean("picked")).isFalse();
                assertThat(left.getLong("version")).isOne();
            }
            try (Rooms newer = Rooms.with("database", "jobs")
                    .beside(older)
                    .clock(Clock.systemUTC())
                    .set("concierge.lanes", "all")
                    .bean("future", Job.once(future, (_, attempt) -> ran.add("try " + attempt.number())))
                    .open()) {
                assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("try 1");
                assertThat(newer.get(Lanes.class).stalled()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("a job that the release before wrote into the lane it was in then runs, too")
    void a_job_that_moved_runs_from_its_earlier_lane() throws Exception {
        JobKind<Row> before = new JobKind<>("test.moved", Lane.MAINTENANCE, Row.class);
        JobKind<Row> now = new JobKind<>("test.moved", Lane.FILE, Row.class).movedFrom(Lane.MAINTENANCE);
        try (Rooms node = Rooms.with("database", "jobs")
                .clock(Clock.systemUTC())
                .set("concierge.lanes", "all")
                .bean("moved", Job.once(now, (row, _) -> ran.add(row.rowId().toString())))
                .open()) {
            for (JobKind<Row> kind : List.of(before, now)) {
                UUID id = UUID.randomUUID();
                node.get(AccountScope.class)
                        .run(ACCOUNT, _ -> node.get(Jobs.class).schedule(kind, "one", new Row(id)));
                assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo(id.toString());
            }
            node.stop();
            try (Connection owner = node.asOwner();
                    ResultSet left = owner.createStatement()
                            .executeQuery("select (select count(*) from jobs_file) + (select count(*) from"
                                    + " jobs_maintenance)")) {
                assertThat(left.next()).isTrue();
                assertThat(left.getInt(1)).isZero();
            }
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

    private static void awaitUnwatched(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
