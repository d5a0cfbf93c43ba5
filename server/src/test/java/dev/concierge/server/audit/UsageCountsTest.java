package dev.concierge.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Vends are counted in the commit that writes them down: as many as there are rows, whatever becomes of a batch. */
@Tag("token")
class UsageCountsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);
    private static final UUID INTEGRATION = new UUID(0, 3);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;
    private int made;

    @BeforeEach
    void open() {
        rooms = node().open();
        Stream.of(ADA, BOB).forEach(this::account);
    }

    @AfterEach
    void close() throws SQLException {
        rooms.close();
    }

    private Rooms.Opening node() {
        return Rooms.with("database", "jobs", "encryption", "audit")
                .clock(clock)
                .set("concierge.audit.seal-every", "0s");
    }

    private void account(UUID id) {
        rooms.database()
                .owner()
                .sql(
                        "insert into accounts (account_id, email, display_name, created_at) values (:id, :email, 'x', now())")
                .param("id", id)
                .param("email", id + "@example.com")
                .update();
    }

    private static VendEvent vend(UUID account, UUID integration, String actor) {
        return new VendEvent(account, actor, new UUID(0, 9), integration, null);
    }

    private List<UsageCount> counts(UUID account, UUID integration) {
        return rooms.get(UsageCounts.class).of(account, integration, TODAY.minusDays(1), TODAY.plusDays(1));
    }

    private List<VendRow> rows(VendEvent vend, int count) {
        RowMacs macs = rooms.get(RowMacs.class);
        List<VendRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = new UUID(9, made++);
            rows.add(new VendRow(id, clock.instant(), vend, null, macs.vend(id, clock.instant(), vend, null)));
        }
        return rows;
    }

    @Test
    void vends_of_two_nodes_at_once_are_counted_by_integration_caller_and_day() throws Exception {
        UUID other = new UUID(0, 4);
        try (Rooms second = node().beside(rooms).open();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<VendLog> logs = List.of(rooms.get(VendLog.class), second.get(VendLog.class));
            CyclicBarrier gate = new CyclicBarrier(600);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                VendEvent vend = vend(ADA, i % 3 == 0 ? other : INTEGRATION, "key:" + i % 4);
                VendLog log = logs.get(i % 2);
                all.add(callers.submit(() -> {
                    gate.await();
                    log.append(vend);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        clock.advance(Duration.ofDays(1));
        rooms.get(VendLog.class).append(vend(ADA, INTEGRATION, "key:0"));

        assertThat(counts(ADA, INTEGRATION))
                .extracting(UsageCount::day, UsageCount::caller, UsageCount::vends)
                .containsExactly(
                        tuple(TODAY, "key:0", 100L),
                        tuple(TODAY, "key:1", 100L),
                        tuple(TODAY, "key:2", 100L),
                        tuple(TODAY, "key:3", 100L),
                        tuple(TODAY.plusDays(1), "key:0", 1L));
        assertThat(counts(ADA, other)).extracting(UsageCount::vends).containsExactly(50L, 50L, 50L, 50L);
    }

    @Test
    void batches_that_meet_in_the_same_rows_neither_lose_a_count_nor_stand_in_each_others_way() throws Exception {
        SystemScope system = rooms.get(SystemScope.class);
        List<List<VendRow>> batches = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<VendRow> batch = new ArrayList<>();
            for (int integration = 0; integration < 25; integration++) {
                batch.addAll(rows(vend(integration % 2 == 0 ? ADA : BOB, new UUID(1, integration), "key:1"), 2));
            }
            Collections.shuffle(batch, new Random(i));
            batches.add(batch);
        }
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (List<VendRow> batch : batches) {
                all.add(nodes.submit(() -> new VendRepository(system, 7).insert(batch)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        for (int integration = 0; integration < 25; integration++) {
            assertThat(counts(integration % 2 == 0 ? ADA : BOB, new UUID(1, integration)))
                    .extracting(UsageCount::vends)
                    .containsExactly(80L);
        }
    }

    @Test
    void a_batch_whose_outcome_was_unknown_is_counted_once() {
        VendRepository vends = rooms.get(VendRepository.class);
        List<Integer> tries = new ArrayList<>();
        VendFlush flush = new VendFlush(
                rows -> {
                    tries.add(rows.size());
                    vends.insert(rows);
                    if (tries.size() == 1) {
                        throw new DataAccessResourceFailureException("the answer to COMMIT was lost");
                    }
                },
                _ -> {});

        assertThat(flush.write(rows(vend(ADA, INTEGRATION, "key:1"), 3), Duration.ofSeconds(2)))
                .isTrue();

        assertThat(tries).containsExactly(3, 3);
        assertThat(counts(ADA, INTEGRATION)).extracting(UsageCount::vends).containsExactly(3L);
    }

    @Test
    void of_a_batch_that_is_there_in_part_the_rest_is_counted() {
        VendRepository vends = rooms.get(VendRepository.class);
        List<VendRow> batch = rows(vend(ADA, INTEGRATION, "key:1"), 5);

        vends.insert(batch.subList(0, 2));
        vends.insert(batch);

        assertThat(counts(ADA, INTEGRATION)).extracting(UsageCount::vends).containsExactly(5L);
    }

    @Test
    void a_batch_that_could_not_be_written_is_not_counted_either() throws SQLException {
        rooms.database()
                .owner()
                .sql("revoke insert on audit_vends from concierge_system")
                .update();
        assertThat(new VendFlush(rooms.get(VendRepository.class)::insert, _ -> {})
                        .write(rows(vend(ADA, INTEGRATION, "key:1"), 3), Duration.ofSeconds(2)))
                .isFalse();

        assertThat(counts(ADA, INTEGRATION)).isEmpty();
    }

    @Test
    void an_account_that_is_gone_holds_up_nobody_and_leaves_no_counts() {
        VendRepository vends = rooms.get(VendRepository.class);
        vends.insert(rows(vend(BOB, INTEGRATION, "key:2"), 1));
        rooms.database()
                .owner()
                .sql("delete from accounts where account_id = :bob")
                .param("bob", BOB)
                .update();
        List<VendRow> batch = rows(vend(ADA, INTEGRATION, "key:1"), 1);
        batch.addAll(rows(vend(BOB, INTEGRATION, "key:2"), 1));

        vends.insert(batch);

        assertThat(counts(ADA, INTEGRATION)).hasSize(1);
        assertThat(count("select count(*) from audit_usage")).isEqualTo(1);
        assertThat(count("select count(*) from audit_vends"))
                .as("the trail has all")
                .isEqualTo(3);
    }

    @Test
    void another_account_sees_nothing_of_them() {
        rooms.get(VendLog.class).append(vend(ADA, INTEGRATION, "key:1"));

        assertThat(counts(BOB, INTEGRATION)).isEmpty();
        assertThat(counts(ADA, INTEGRATION)).hasSize(1);
    }

    @Test
    void counts_past_their_time_go_in_batches_the_oldest_first() {
        UsageCounts usage = rooms.get(UsageCounts.class);
        rooms.database()
                .owner()
                .sql("""
                        insert into audit_usage (account_id, integration_id, day, caller, slot, vends)
                        select :ada, :integration, date '2025-10-17' + n, 'key:1', 1, 1 from generate_series(0, 5) n
                        """)
                .param("ada", ADA)
                .param("integration", INTEGRATION)
                .update();
        LocalDate keepFrom = TODAY.minusDays(400);
        assertThat(keepFrom).isEqualTo(LocalDate.parse("2025-10-17"));

        assertThat(usage.forget(LocalDate.parse("2025-10-20"), 2)).isEqualTo(2);
        assertThat(first()).isEqualTo(LocalDate.parse("2025-10-19"));
        assertThat(usage.forget(LocalDate.parse("2025-10-20"), 2)).isEqualTo(1);
        assertThat(usage.forget(LocalDate.parse("2025-10-20"), 2)).isZero();
        assertThat(first()).isEqualTo(LocalDate.parse("2025-10-20"));

        clock.advance(Duration.ofDays(4));
        assertThat(rooms.get(AuditSettings.class).usageRetention()).isEqualTo(java.time.Period.ofDays(400));
        runForgetting();
        assertThat(first()).isEqualTo(LocalDate.parse("2025-10-21"));
    }

    private void runForgetting() {
        try {
            ((dev.concierge.server.jobs.Job.Recurring) rooms.get("forgetUsageJob", dev.concierge.server.jobs.Job.class))
                    .work()
                    .run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private LocalDate first() {
        return rooms.database()
                .owner()
                .sql("select min(day) from audit_usage")
                .query(LocalDate.class)
                .single();
    }

    private long count(String sql) {
        return rooms.database().owner().sql(sql).query(Long.class).single();
    }
}
