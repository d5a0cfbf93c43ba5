package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.google.GoogleKnobs;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class GoogleCalendarSyncTest {
    private World world;
    private SyncedPerson linh;

    @BeforeEach
    void connect() {
        world = World.start();
        world.advance(untilThreeAtNight(world.clock().instant()));
        linh = SyncedPerson.connect(world, Visitor.LINH_WORK);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void connecting_makes_the_first_sync_due_and_it_brings_the_calendars() {
        assertThat(linh.status().state()).isEqualTo("waiting");
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.status().state()).isEqualTo("in_step");
        assertThat(linh.records()).isGreaterThan(40).isEqualTo(linh.status().records());
        assertThat(linh.status().nextRunAt()).isAfter(world.clock().instant().plus(Duration.ofMinutes(14)));
    }

    @Test
    void when_nothing_has_changed_nothing_is_written() {
        linh.runDue();
        String before = fingerprint();
        next();

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void an_event_that_is_added_changed_and_cancelled_is_followed() {
        linh.runDue();
        long before = linh.records();

        CalendarEvent event = world.sandbox()
                .calendar(Visitor.LINH_WORK)
                .add(
                        "Dentist \u0000 <b>Zähne</b>",
                        LocalDateTime.of(2030, 5, 2, 9, 0),
                        LocalDateTime.of(2030, 5, 2, 10, 0));
        next();
        assertThat(linh.records()).isEqualTo(before + 1);
        assertThat(linh.titles()).anyMatch(title -> title.contains("<b>Zähne</b>"));

        world.sandbox().calendar(Visitor.LINH_WORK).cancel(event.id());
        next();
        assertThat(linh.records()).isEqualTo(before).isEqualTo(linh.status().records());
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(linh.titles()).noneMatch(title -> title.contains("Zähne"));
    }

    /** It was taken for done by a run that went on behind the main calendar, and the event came a quarter of an hour later. */
    @Test
    void what_is_asked_for_when_a_run_was_cut_off_behind_it_is_read_all_the_same() {
        linh.runDue();
        List<Runnable> cuts = List.of(() -> run(afterMainCalendar(() -> true)), () -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> run(afterMainCalendar(() -> {
                        throw new IllegalStateException("the node dies");
                    })));
            linh.endLease();
        });
        for (Runnable cut : cuts) {
            String title = "Number " + cuts.indexOf(cut);
            world.advance(Duration.ofMinutes(16));
            cut.run();
            world.sandbox()
                    .calendar(Visitor.LINH_WORK)
                    .add(title, LocalDateTime.of(2030, 5, 2, 9, 0), LocalDateTime.of(2030, 5, 2, 10, 0));
            world.advance(Duration.ofSeconds(1));
            linh.syncNow();
            assertThat(linh.titles()).contains(title);
            assertThat(linh.status().queued()).isFalse();
        }
        assertThat(linh.outcomes()).containsExactly("done", "continued", "done", "done", "interrupted", "done", "done");
    }

    private void run(BooleanSupplier timeUp) {
        Claim claim = world.server()
                .bean(ClaimRepository.class)
                .next("google", Duration.ofMinutes(2))
                .orElseThrow();
        world.server().bean(SyncEngine.class).run(claim, timeUp);
    }

    /** The list is one page, and the main calendar the second. */
    private static BooleanSupplier afterMainCalendar(BooleanSupplier then) {
        AtomicInteger pages = new AtomicInteger();
        return () -> pages.incrementAndGet() == 2 && then.getAsBoolean();
    }

    @Test
    void a_sync_token_that_is_too_old_leads_to_a_full_pass_that_also_finds_what_is_gone() {
        linh.runDue();
        long before = linh.records();
        CalendarEvent event = world.sandbox()
                .calendar(Visitor.LINH_WORK)
                .add("Soon gone", LocalDateTime.of(2030, 5, 2, 9, 0), LocalDateTime.of(2030, 5, 2, 10, 0));
        next();
        assertThat(linh.records()).isEqualTo(before + 1);

        world.sandbox().calendar(Visitor.LINH_WORK).cancel(event.id());
        world.sandbox().knobs().set(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS, 60L);
        next();

        assertThat(linh.outcomes()).containsOnly("done");
        assertThat(linh.records()).isEqualTo(before).isEqualTo(linh.status().records());
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(linh.latestVersion())
                .as("what was the same is not written again")
                .isEqualTo(2);
    }

    /** Each of them was written anew for a mark, with an entry in each of its indexes. */
    @Test
    void a_full_pass_that_finds_nothing_changed_writes_no_record() {
        linh.runDue();
        String before = fingerprint();
        long passes = passes();
        world.sandbox().knobs().set(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS, 60L);
        next();

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(passes()).isGreaterThan(passes);
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(linh.records()).isEqualTo(linh.status().records());
        assertThat(linh.count("select count(*) from pass_pages where integration_id = :id"))
                .as("notes of the pass are gone with it")
                .isZero();
    }

    @Test
    void too_many_requests_are_answered_by_waiting_as_told() {
        fail(429, 120, 1);
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("rate_limited");
        assertThat(linh.status().state()).isEqualTo("waiting");

        syncNow();
        linh.runDue();
        assertThat(linh.outcomes()).as("nobody cuts the provider's pause short").hasSize(1);

        world.advance(Duration.ofSeconds(121));
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("rate_limited", "done");
    }

    @Test
    void a_provider_in_trouble_is_asked_again_after_pauses_that_grow() {
        fail(500, null, 2);
        linh.runDue();
        assertThat(linh.status().cause()).isEqualTo("http_500");
        assertThat(linh.status().state()).isEqualTo("failed");
        Duration first = Duration.between(world.clock().instant(), linh.status().nextRunAt());
        assertThat(first).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(36));

        world.advance(Duration.ofSeconds(37));
        linh.runDue();
        Duration second =
                Duration.between(world.clock().instant(), linh.status().nextRunAt());
        assertThat(second).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(72));

        world.advance(Duration.ofSeconds(73));
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("failed", "failed", "done");
        assertThat(linh.status().cause()).isNull();
    }

    @Test
    void an_access_token_that_is_refused_is_refreshed_once() {
        linh.runDue();
        world.advance(Duration.ofMinutes(16));
        fail(401, null, 1);
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done", "done");
    }

    @Test
    void access_that_was_ended_at_google_stops_the_stream_until_the_person_reconnects() {
        linh.runDue();
        world.sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        next();
        assertThat(linh.outcomes()).containsExactly("done", "stopped");
        assertThat(linh.status().cause()).isEqualTo("needs_reconnect");

        next();
        assertThat(linh.outcomes()).as("no further call, no further run").hasSize(2);
        linh.reconnect();
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("done", "stopped", "done");
    }

    @Test
    void a_page_that_is_no_json_is_a_failure_and_not_an_empty_calendar() {
        linh.runDue();
        long before = linh.records();
        for (Fault.Malformed.Kind kind : Fault.Malformed.Kind.values()) {
            world.sandbox().knobs().set(Knobs.MALFORMED, List.of(new Fault.Malformed("events", 1, kind)));
            next();
            world.sandbox().knobs().set(Knobs.MALFORMED, List.of());
            assertThat(linh.status().state()).as(kind.toString()).isEqualTo("failed");
            assertThat(linh.records()).as(kind.toString()).isEqualTo(before);
            syncNow();
            linh.runDue();
            assertThat(linh.status().state()).isEqualTo("in_step");
        }
    }

    @Test
    void without_the_scope_for_events_nothing_is_asked_until_it_is_given() {
        SyncedPerson shy = SyncedPerson.connect(world, Visitor.LINH_HOME, Set.of(SyncedPerson.LIST));
        shy.runDue();

        assertThat(shy.status().state()).isEqualTo("not_allowed");
        assertThat(shy.status().nextRunAt()).isNull();
        assertThat(shy.outcomes()).isEmpty();
    }

    @Test
    void without_the_scope_for_the_list_the_main_calendar_is_synced() {
        SyncedPerson shy = SyncedPerson.connect(world, Visitor.LINH_HOME, Set.of(SyncedPerson.EVENTS));
        shy.runDue();

        assertThat(shy.outcomes()).containsExactly("done");
        assertThat(shy.records()).isPositive();
        assertThat(shy.count("select count(distinct part) from records where integration_id = :id"))
                .isEqualTo(1);
    }

    @Test
    void a_run_that_was_asked_for_is_shown_as_under_way_before_a_worker_begins_it() {
        linh.runDue();
        syncNow();
        assertThat(shown()).isEqualTo(SyncedContent.StreamState.RUNNING);
        linh.runDue();
        assertThat(shown()).isEqualTo(SyncedContent.StreamState.IN_STEP);
    }

    private SyncedContent.StreamState shown() {
        return world.server()
                .bean(SyncedContent.class)
                .streams(linh.account(), linh.integration())
                .getFirst()
                .state();
    }

    @Test
    void disconnecting_deletes_everything_and_a_run_under_way_stores_nothing_more() {
        linh.runDue();
        world.advance(Duration.ofMinutes(16));
        Claim claim = world.server()
                .bean(ClaimRepository.class)
                .next("google", Duration.ofMinutes(2))
                .orElseThrow();
        long records = linh.records();
        long gone = world.server()
                .bean(dev.concierge.server.database.AccountScope.class)
                .call(
                        linh.account(),
                        _ -> world.server().bean(SyncedContent.class).deleteAll(linh.integration()));

        world.server().bean(SyncEngine.class).run(claim, () -> false);
        assertThat(gone).isEqualTo(records);
        assertThat(linh.count("select count(*) from records where integration_id = :id"))
                .isZero();
        assertThat(linh.count("select count(*) from streams where integration_id = :id"))
                .isZero();
    }

    @Test
    void what_comes_next_is_listed_in_order_timed_and_all_day_without_what_is_cancelled() {
        linh.runDue();
        Instant soon = world.clock().instant().plus(Duration.ofMinutes(3));
        LocalDateTime start = LocalDateTime.ofInstant(
                soon, world.sandbox().people().get(Visitor.LINH_WORK).zone());
        CalendarEvent cancelled =
                world.sandbox().calendar(Visitor.LINH_WORK).add("Not any more", start, start.plusHours(1));
        world.sandbox().calendar(Visitor.LINH_WORK).add("Quite soon", start, start.plusHours(1));
        world.sandbox().calendar(Visitor.LINH_WORK).cancel(cancelled.id());
        syncNow();
        linh.runDue();

        List<Upcoming> upcoming =
                world.server().bean(SyncedContent.class).upcoming(linh.account(), linh.integration(), 200);
        assertThat(upcoming).extracting(Upcoming::title).contains("Quite soon").doesNotContain("Not any more");
        assertThat(upcoming)
                .anyMatch(event -> event.day() != null)
                .allMatch(event -> !event.calendar().isEmpty());
        assertThat(upcoming.stream().map(GoogleCalendarSyncTest::start).toList())
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    private static Instant start(Upcoming event) {
        // whole days begin at midnight of their calendar; compared here by days, which no time zone moves by more than
        // one
        return event.startsAt() != null
                ? event.startsAt()
                : Objects.requireNonNull(event.day())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
    }

    /** A series without an end grows by an occurrence in the middle of the day: no test that counts may run across that. */
    private static Duration untilThreeAtNight(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        LocalDateTime night = local.toLocalDate().plusDays(1).atTime(3, 0);
        return Duration.between(local, night);
    }

    private void next() {
        world.advance(Duration.ofMinutes(16));
        linh.runDue();
    }

    private void syncNow() {
        assertThat(world.server().bean(SyncedContent.class).syncNow(linh.account(), linh.integration()))
                .isTrue();
    }

    private void fail(int status, @Nullable Integer retryAfter, int times) {
        world.sandbox()
                .knobs()
                .set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("events", status, retryAfter, null, times, null)));
    }

    private long passes() {
        return linh.count("select pass from streams where integration_id = :id and name = 'google.calendar.events'");
    }

    private String fingerprint() {
        return world.database()
                .owner()
                .sql(
                        "select md5(string_agg(id::text || version || xact::text || xmin::text, ',' order by id)) from records")
                .query(String.class)
                .single();
    }
}
