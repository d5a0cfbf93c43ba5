package dev.concierge.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Quotas over two nodes: how exact they are, what they cost, and what happens without a database. */
@Tag("security")
class QuotasTest {
    private static final LimitSettings SETTINGS =
            new LimitSettings(List.of("100/1s", "400/1d"), List.of("5/1m"), List.of(), List.of("200/1h"));

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;
    private Rooms beside;
    private Quotas here;
    private Quotas there;

    @BeforeEach
    void open() throws SQLException {
        rooms = Rooms.with("database", "limits").clock(clock).open();
        beside = Rooms.with("database", "limits").clock(clock).beside(rooms).open();
        here = new Quotas(SETTINGS, rooms.get(SystemScope.class), clock);
        there = new Quotas(SETTINGS, beside.get(SystemScope.class), clock);
    }

    @AfterEach
    void close() {
        beside.close();
        rooms.close();
    }

    @Test
    void several_windows_hold_at_once_and_the_first_that_is_spent_refuses() {
        assertThat(passing(here, QuotaSubject.ACCOUNT, 150)).isEqualTo(100);
        Quotas.Outcome.Refused second = refused(here, QuotaSubject.ACCOUNT);
        assertThat(second.spent().policy()).isEqualTo("account-1s");
        assertThat(second.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1100));
        for (int number = 0; number < 3; number++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(passing(here, QuotaSubject.ACCOUNT, 150)).isEqualTo(100);
        }
        clock.advance(Duration.ofSeconds(1));
        Quotas.Outcome.Refused day = refused(here, QuotaSubject.ACCOUNT);
        assertThat(day.spent().policy()).isEqualTo("account-1d");
        assertThat(day.retryAfter()).isBetween(Duration.ofHours(15), Duration.ofHours(17));
        clock.advance(Duration.ofHours(16));
        assertThat(passing(here, QuotaSubject.ACCOUNT, 150)).isEqualTo(100);
    }

    @Test
    void two_nodes_pass_no_more_than_the_quota_once_both_have_asked() throws Exception {
        AtomicInteger passed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 20; caller++) {
                Quotas node = caller % 2 == 0 ? here : there;
                var _ = threads.submit(() -> passed.addAndGet(passing(node, QuotaSubject.INTEGRATION, 30)));
            }
        }
        assertThat(passed).hasValueBetween(200 - 10, 200 + 2 * 10);
        assertThat(passing(here, QuotaSubject.INTEGRATION, 5) + passing(there, QuotaSubject.INTEGRATION, 5))
                .isZero();
    }

    @Test
    void a_node_that_never_asked_passes_a_twentieth_on_top_and_no_more() {
        assertThat(passing(here, QuotaSubject.INTEGRATION, 300)).isEqualTo(200);
        assertThat(passing(there, QuotaSubject.INTEGRATION, 300)).isEqualTo(10);
    }

    @Test
    void a_small_quota_is_exact_on_two_nodes() {
        int passed = 0;
        for (int number = 0; number < 10; number++) {
            passed += passing(number % 2 == 0 ? here : there, QuotaSubject.CALLER, 1);
        }
        assertThat(passed).isEqualTo(5);
        clock.advance(Duration.ofMinutes(1));
        assertThat(passing(there, QuotaSubject.CALLER, 10)).isEqualTo(5);
    }

    @Test
    void subjects_and_keys_are_counted_apart_and_a_refused_call_is_counted_for_nobody() {
        assertThat(passing(here, QuotaSubject.CALLER, 6)).isEqualTo(5);
        var both = List.of(
                new Quotas.Counted(QuotaSubject.INTEGRATION, "shared"),
                new Quotas.Counted(QuotaSubject.CALLER, "shared"));
        for (int number = 0; number < 50; number++) {
            assertThat(here.take(both)).isInstanceOf(Quotas.Outcome.Refused.class);
        }
        assertThat(passing(here, QuotaSubject.INTEGRATION, 300)).isEqualTo(200);
        assertThat(here.take(List.of(new Quotas.Counted(QuotaSubject.CALLER, "another"))))
                .isInstanceOf(Quotas.Outcome.Admitted.class);
        assertThat(passing(here, QuotaSubject.PROVIDER, 500))
                .as("without a rate")
                .isEqualTo(500);
    }

    @Test
    void a_caller_below_a_twentieth_costs_no_sql_and_one_at_the_limit_twenty_statements() {
        SystemScope system = rooms.get(SystemScope.class);
        system.run(_ -> assertThat(passing(here, QuotaSubject.INTEGRATION, 10))
                .as("a statement inside a transaction would be refused")
                .isEqualTo(10));
        long before = touches(system);
        assertThat(passing(here, QuotaSubject.INTEGRATION, 300)).isEqualTo(190);
        assertThat(touches(system) - before).isBetween(1L, 20L);
    }

    @Test
    void without_the_database_the_float_passes_and_no_call_beyond_it() {
        assertThat(passing(there, QuotaSubject.INTEGRATION, 5)).isEqualTo(5);
        SystemScope system = beside.get(SystemScope.class);
        beside.close();
        assertThat(passing(there, QuotaSubject.INTEGRATION, 5)).isEqualTo(5);
        assertThat(system).isNotNull();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> passing(there, QuotaSubject.INTEGRATION, 1))
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
    }

    @Test
    void a_node_whose_clock_is_behind_counts_in_the_newer_window() {
        MovableClock slow = new MovableClock(clock.instant().minus(Duration.ofMinutes(1)));
        Quotas behind = new Quotas(SETTINGS, beside.get(SystemScope.class), slow);
        assertThat(passing(here, QuotaSubject.CALLER, 3)).isEqualTo(3);
        assertThat(passing(behind, QuotaSubject.CALLER, 9)).isEqualTo(2);
    }

    @Test
    void the_fields_are_those_of_the_draft() {
        passing(here, QuotaSubject.ACCOUNT, 30);
        List<Standing> standings = here.take(List.of(new Quotas.Counted(QuotaSubject.ACCOUNT, "shared")))
                .standings();
        assertThat(Standing.policies(standings)).isEqualTo("\"account-1s\";q=100;w=1, \"account-1d\";q=400;w=86400");
        assertThat(Standing.limits(standings)).isEqualTo("\"account-1s\";r=69;t=1, \"account-1d\";r=369;t=57600");
    }

    @Test
    void counters_are_stored_under_hashes_and_purged_after_their_window() {
        passing(here, QuotaSubject.CALLER, 1);
        SystemScope system = rooms.get(SystemScope.class);
        String id = system.call(jdbc ->
                jdbc.sql("select id from quota_counters").query(String.class).single());
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(here.purge()).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(here.purge()).isOne();
    }

    @Test
    void rates_are_read_and_what_is_none_is_told() {
        assertThat(Rate.valueOf("1000/1s")).isEqualTo(new Rate(1000, Duration.ofSeconds(1)));
        assertThat(Rate.valueOf(" 5/d ")).isEqualTo(new Rate(5, Duration.ofDays(1)));
        assertThat(Rate.valueOf("7/90s")).hasToString("7/90s");
        assertThat(Rate.valueOf("7/120s")).hasToString("7/2m");
        for (String odd : List.of("", "1000", "0/1s", "-1/1s", "1/0s", "1/32d", "1/1w", "1/1s/1s", "1,1/1s")) {
            assertThatIllegalArgumentException().as(odd).isThrownBy(() -> Rate.valueOf(odd));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitSettings(List.of("1/1m", "2/60s"), List.of(), List.of(), List.of()))
                .withMessageContaining("concierge.limits.account");
    }

    private static int passing(Quotas quotas, QuotaSubject subject, int calls) {
        int passed = 0;
        for (int number = 0; number < calls; number++) {
            if (quotas.take(List.of(new Quotas.Counted(subject, "shared"))) instanceof Quotas.Outcome.Admitted) {
                passed++;
            }
        }
        return passed;
    }

    private static Quotas.Outcome.Refused refused(Quotas quotas, QuotaSubject subject) {
        return (Quotas.Outcome.Refused) quotas.take(List.of(new Quotas.Counted(subject, "shared")));
    }

    /** How often the counter's row was written. */
    private static long touches(SystemScope system) {
        return system.call(jdbc -> jdbc.sql("select coalesce(sum(used), 0) / 10 from quota_counters")
                .query(Long.class)
                .single());
    }
}
