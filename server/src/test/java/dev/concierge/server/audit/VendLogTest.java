package dev.concierge.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

@Tag("security")
class VendLogTest {
    private static final UUID ACCOUNT = new UUID(0, 1);
    private static final VendEvent VEND = new VendEvent(ACCOUNT, "key:7", new UUID(0, 2), new UUID(0, 3), "192.0.2.7");

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;

    @BeforeEach
    void open() throws SQLException {
        rooms = Rooms.with("database", "jobs", "encryption", "audit")
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open();
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void a_vend_is_committed_when_append_returns_and_its_address_is_not_stored() {
        rooms.get(VendLog.class).append(VEND);

        assertThat(count()).isEqualTo(1);
        List<byte[]> hashes = rooms.get(AccountScope.class)
                .call(
                        ACCOUNT,
                        jdbc -> jdbc.sql("select address_hash from audit_vends")
                                .query(byte[].class)
                                .list());
        assertThat(new String(hashes.getFirst(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("192.0.2.7");
    }

    @Test
    void two_thousand_callers_at_once_share_few_commits_and_each_vend_is_there_once() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                all.add(callers.submit(() -> rooms.get(VendLog.class).append(VEND)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(count()).isEqualTo(2000);
        long commits = rooms.get(SystemScope.class)
                .call(jdbc -> jdbc.sql("select count(distinct xact) from audit_vends")
                        .query(Long.class)
                        .single());
        assertThat(commits).isLessThan(500);
    }

    @Test
    void a_batch_whose_outcome_is_unknown_is_repeated_and_stands_there_once() {
        VendRepository vends = rooms.get(VendRepository.class);
        List<List<VendRow>> tries = new ArrayList<>();
        Consumer<List<VendRow>> lossy = rows -> {
            tries.add(rows);
            vends.insert(rows);
            if (tries.size() == 1) {
                throw new DataAccessResourceFailureException("the answer to COMMIT was lost");
            }
        };

        assertThat(new VendFlush(lossy, _ -> {}).write(rows(3), Duration.ofSeconds(2)))
                .isTrue();
        assertThat(tries).hasSize(2);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void a_vend_of_a_day_without_a_partition_makes_it() {
        clock.advance(Duration.ofDays(40));
        rooms.get(VendLog.class).append(VEND);

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void when_the_database_refuses_no_caller_goes_on_and_the_log_recovers() throws SQLException {
        try (var owner = rooms.asOwner();
                var statement = owner.createStatement()) {
            statement.execute("revoke insert on audit_vends from concierge_system");
            assertThatThrownBy(() -> rooms.get(VendLog.class).append(VEND)).satisfies(VendLogTest::unavailable);
            statement.execute("grant insert on audit_vends to concierge_system");
        }
        rooms.get(VendLog.class).append(VEND);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void a_database_that_hangs_costs_two_seconds_and_the_row_nobody_waits_for_is_not_written() throws Exception {
        try (var owner = rooms.asOwner();
                var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("lock table audit_vends in access exclusive mode");
            long start = System.nanoTime();
            assertThatThrownBy(() -> rooms.get(VendLog.class).append(VEND)).satisfies(VendLogTest::unavailable);
            // This one gathers while the first is still under way, and is given up before its turn.
            assertThatThrownBy(() -> rooms.get(VendLog.class).append(VEND)).satisfies(VendLogTest::unavailable);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
            owner.rollback();
        }
        rooms.get(VendLog.class).append(VEND);
        assertThat(count()).isLessThanOrEqualTo(2);
    }

    @Test
    void more_callers_than_the_queue_holds_are_told_to_come_back() throws Exception {
        CountDownLatch flushing = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        VendLog log = new VendLog(
                new VendFlush(
                        rows -> {
                            flushing.countDown();
                            try {
                                mayEnd.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        _ -> {}),
                rooms.get(RowMacs.class),
                rooms.get(dev.concierge.server.database.Ids.class),
                clock,
                new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
        log.start();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            all.add(callers.submit(() -> log.append(VEND)));
            flushing.await();
            CountDownLatch joined = new CountDownLatch(1);
            List<Throwable> refused = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < VendLog.CAPACITY + 1; i++) {
                all.add(callers.submit(() -> {
                    try {
                        log.append(VEND);
                    } catch (ProblemException e) {
                        refused.add(e);
                        joined.countDown();
                    }
                }));
            }
            joined.await();
            mayEnd.countDown();
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(refused).hasSize(1).first().satisfies(VendLogTest::unavailable);
        }
        log.stop();
        assertThatThrownBy(() -> log.append(VEND)).satisfies(VendLogTest::unavailable);
    }

    @Test
    void inside_a_transaction_it_is_a_mistake() {
        assertThatThrownBy(() -> rooms.get(SystemScope.class)
                        .run(_ -> rooms.get(VendLog.class).append(VEND)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void partitions_are_made_seven_days_ahead_and_dropped_only_when_sealed() {
        rooms.get(VendLog.class).append(VEND);
        clock.advance(Duration.ofDays(91));
        VendRepository vends = rooms.get(VendRepository.class);
        LocalDate keepFrom = LocalDate.parse("2026-11-22");

        vends.dropPartitions(keepFrom);
        assertThat(count()).isEqualTo(1);
        assertThat(rooms.get(VendRepository.class).makePartitions(LocalDate.parse("2027-02-20")))
                .isEqualTo(9);
    }

    private List<VendRow> rows(int count) {
        List<VendRow> rows = new ArrayList<>();
        RowMacs macs = rooms.get(RowMacs.class);
        for (int i = 0; i < count; i++) {
            UUID id = new UUID(9, i);
            rows.add(new VendRow(id, clock.instant(), VEND, null, macs.vend(id, clock.instant(), VEND, null)));
        }
        return rows;
    }

    private long count() {
        return rooms.get(SystemScope.class)
                .call(jdbc -> jdbc.sql("select count(*) from audit_vends")
                        .query(Long.class)
                        .single());
    }

    private static void unavailable(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
    }
}
