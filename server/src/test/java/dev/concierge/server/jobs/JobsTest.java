package dev.concierge.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class JobsTest {
    record Row(UUID accountId, UUID rowId) {}

    private static final JobKind<Row> ERRAND = new JobKind<>("test.errand", Lane.SYNC, Row.class);
    private static final JobKind<Row> DOOMED = new JobKind<>("test.doomed", Lane.SYNC, Row.class);
    private static final Row ROW = new Row(new UUID(0, 1), new UUID(0, 2));

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final List<JobHandler.Attempt> attempts = new ArrayList<>();
    private final List<Row> seen = new ArrayList<>();
    private JobHandler<Row> work = (_, _) -> {};
    private int recurred;
    private Rooms rooms;

    @BeforeEach
    void open() throws SQLException {
        rooms = Rooms.with("database", "jobs")
                .clock(clock)
                .bean("errand", Job.once(ERRAND, this::errand))
                .bean(
                        "doomed",
                        Job.once(DOOMED, new Retry(Duration.ofSeconds(1), Duration.ofSeconds(4), 3), this::errand))
                .bean("recurring", Job.every(Duration.ofMinutes(1), "test.sweep", Lane.MAINTENANCE, () -> recurred++))
                .open();
    }

    private void errand(Row row, JobHandler.Attempt attempt) throws Exception {
        seen.add(row);
        attempts.add(attempt);
        work.run(row, attempt);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void a_job_runs_once_when_it_is_due() {
        asApp(() -> jobs().schedule(ERRAND, "one", ROW, clock.instant().plusSeconds(60)));

        assertThat(runDue()).isZero();
        clock.advance(Duration.ofSeconds(60));
        assertThat(runDue()).isEqualTo(1);
        assertThat(runDue()).isZero();
        assertThat(seen).containsExactly(ROW);
        assertThat(attempts).containsExactly(new JobHandler.Attempt("one", 1, clock.instant()));
        assertThat(rooms.get(MeterRegistry.class)
                        .get("concierge.jobs")
                        .tag("lane", "sync")
                        .tag("job", "test.errand")
                        .tag("outcome", "done")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_job_of_a_transaction_that_is_rolled_back_never_runs() {
        assertThatThrownBy(() -> asApp(() -> {
                    jobs().schedule(ERRAND, "one", ROW);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(runDue()).isZero();
    }

    @Test
    void outside_a_transaction_nothing_can_be_scheduled() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> jobs().schedule(ERRAND, "one", ROW));
    }

    @Test
    void the_same_instance_again_is_no_error_and_the_earlier_time_wins() {
        asApp(() -> {
            jobs().schedule(ERRAND, "one", ROW, clock.instant().plusSeconds(60));
            jobs().schedule(ERRAND, "one", ROW, clock.instant().plusSeconds(10));
            jobs().schedule(ERRAND, "one", ROW, clock.instant().plusSeconds(90));
        });

        clock.advance(Duration.ofSeconds(10));
        assertThat(runDue()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(90));
        assertThat(runDue()).isZero();
    }

    @Test
    void a_job_scheduled_while_it_runs_runs_once_more_and_loses_no_wake_up() {
        work = (_, _) -> {
            if (attempts.size() == 1) {
                asApp(() -> jobs().schedule(ERRAND, "one", ROW, clock.instant().plusSeconds(30)));
                asApp(() -> jobs().schedule(ERRAND, "one", ROW, clock.instant().plusSeconds(5)));
            }
        };
        rooms.get(SystemScope.class).run(_ -> jobs().schedule(ERRAND, "one", ROW));

        assertThat(runDue()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(runDue()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(30));
        assertThat(runDue()).isZero();
    }

    @Test
    void a_failed_job_comes_back_after_pauses_that_double() {
        work = (_, attempt) -> {
            if (attempt.number() < 4) {
                throw new IOException("not yet");
            }
        };
        asApp(() -> jobs().schedule(ERRAND, "one", ROW));

        assertThat(runDue()).isEqualTo(1);
        for (int pause : new int[] {10, 20, 40}) {
            clock.advance(Duration.ofSeconds(pause * 8 / 10 - 1));
            assertThat(runDue()).isZero();
            clock.advance(Duration.ofSeconds(pause * 4 / 10 + 2));
            assertThat(runDue()).isEqualTo(1);
        }
        assertThat(attempts).extracting(JobHandler.Attempt::number).containsExactly(1, 2, 3, 4);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_job_that_may_fail_three_times_is_given_up_then() {
        work = (_, _) -> {
            throw new IOException("never");
        };
        asApp(() -> jobs().schedule(DOOMED, "one", ROW));

        for (int second = 0; second < 20; second++) {
            runDue();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(attempts).hasSize(3);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_recurring_job_runs_a_pause_after_its_last_run() throws Exception {
        JobRunner runner = rooms.get(JobRunner.class);
        assertThat(runner.runDue(Lane.MAINTENANCE)).isEqualTo(1);
        assertThat(runner.runDue(Lane.MAINTENANCE)).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(runner.runDue(Lane.MAINTENANCE)).isEqualTo(1);
        runner.run("test.sweep");
        assertThat(recurred).isEqualTo(3);
    }

    @Test
    void data_of_a_newer_release_is_read_without_the_fields_it_added() {
        record Newer(UUID accountId, UUID rowId, String more) {}
        JobKind<Newer> newer = new JobKind<>(ERRAND.name(), Lane.SYNC, Newer.class);
        asApp(() -> jobs().schedule(newer, "one", new Newer(ROW.accountId(), ROW.rowId(), "x")));

        runDue();
        assertThat(seen).containsExactly(ROW);
    }

    @Test
    void the_backlog_is_measured() {
        asApp(() -> jobs().schedule(ERRAND, "one", ROW));
        asApp(() -> jobs().schedule(ERRAND, "two", ROW, clock.instant().plusSeconds(600)));
        clock.advance(Duration.ofSeconds(42));

        MeterRegistry meters = rooms.get(MeterRegistry.class);
        assertThat(meters.get("concierge.jobs.due").tag("lane", "sync").gauge().value())
                .isEqualTo(1);
        assertThat(meters.get("concierge.jobs.oldest.due")
                        .tag("lane", "sync")
                        .gauge()
                        .value())
                .isEqualTo(42);
    }

    @Test
    void the_app_role_can_neither_read_nor_change_job_rows() throws SQLException {
        try (Connection app = rooms.as("concierge_app");
                var statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from jobs_sync"))
                    .hasMessageContaining("denied");
            assertThatThrownBy(() -> statement.execute("delete from jobs_sync")).hasMessageContaining("denied");
        }
    }

    @Test
    void an_instance_id_that_is_no_id_is_refused() {
        assertThatThrownBy(() -> asApp(() -> jobs().schedule(ERRAND, "a\nb", ROW)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private long waiting() {
        return rooms.get(SystemScope.class)
                .call(jdbc -> jdbc.sql("select count(*) from jobs_sync")
                        .query(Long.class)
                        .single());
    }

    private int runDue() {
        return rooms.get(JobRunner.class).runDue(Lane.SYNC);
    }

    private Jobs jobs() {
        return rooms.get(Jobs.class);
    }

    private void asApp(Runnable work) {
        rooms.get(AccountScope.class).run(ROW.accountId(), _ -> work.run());
    }
}
