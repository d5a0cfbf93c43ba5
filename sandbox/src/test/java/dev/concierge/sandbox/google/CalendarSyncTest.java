package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.calendar.EventContent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.sandbox.http.Parameters;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Field 15 of Google. */
@Tag("flow")
class CalendarSyncTest {
    private static final LocalDateTime TOMORROW = LocalDateTime.parse("2026-11-22T10:00");

    private final GoogleWorld world = new GoogleWorld();
    private String token = "";

    @BeforeEach
    void connect() {
        token = world.tokens("scope", GoogleWorld.READ_EVENTS).text("access_token");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void pages_hold_every_event_once_and_only_the_last_has_a_sync_token() {
        var all = ids(events(""));
        var paged = new ArrayList<String>();
        var page = events("?maxResults=20");
        while (page.json().has("nextPageToken")) {
            assertThat(page.json().has("nextSyncToken")).isFalse();
            assertThat(ids(page)).hasSize(20);
            paged.addAll(ids(page));
            page = events("?maxResults=20&pageToken=" + page.text("nextPageToken"));
        }
        paged.addAll(ids(page));

        assertThat(page.text("nextSyncToken")).isNotEmpty();
        assertThat(paged).doesNotHaveDuplicates().containsExactlyElementsOf(all);
    }

    @Test
    void the_answer_has_googles_frame() {
        var json = events("").json();

        assertThat(json.path("kind").stringValue()).isEqualTo("calendar#events");
        assertThat(json.path("summary").stringValue()).isEqualTo(GoogleWorld.LINH);
        assertThat(json.path("timeZone").stringValue()).isEqualTo("Europe/Berlin");
        assertThat(json.path("accessRole").stringValue()).isEqualTo("owner");
        assertThat(json.path("items").get(0).propertyNames())
                .contains("kind", "etag", "id", "status", "created", "updated", "summary", "start", "end", "iCalUID");
    }

    @Test
    void nothing_new_is_an_empty_list_with_another_token() {
        var quiet = events("?syncToken=" + syncToken());

        assertThat(quiet.json().path("items").isEmpty()).isTrue();
        assertThat(quiet.text("nextSyncToken")).isNotEmpty();
    }

    @Test
    void added_changed_and_cancelled_events_arrive_once_each() {
        var before = world.sandbox.calendar(GoogleWorld.LINH).events().stream()
                .filter(each -> !each.cancelled() && each.content().recurrence().isEmpty())
                .toList();
        var sync = syncToken();
        var calendar = world.sandbox.calendar(GoogleWorld.LINH);
        var added = calendar.add("Neu: Frühstück", TOMORROW, TOMORROW.plusHours(1));
        calendar.change(before.get(0).id(), content -> content.titled("Changed"));
        calendar.change(before.get(0).id(), content -> content.titled("Changed twice"));
        calendar.cancel(before.get(1).id());

        var answer = events("?syncToken=" + sync);

        assertThat(ids(answer))
                .containsExactlyInAnyOrder(
                        added.id(), before.get(0).id(), before.get(1).id());
        assertThat(item(answer, added.id()).path("summary").stringValue()).isEqualTo("Neu: Frühstück");
        assertThat(item(answer, before.get(0).id()).path("summary").stringValue())
                .isEqualTo("Changed twice");
        assertThat(item(answer, before.get(1).id()).propertyNames())
                .containsExactlyInAnyOrder("kind", "etag", "id", "status");
        assertThat(ids(events("?syncToken=" + answer.text("nextSyncToken")))).isEmpty();
    }

    @Test
    void what_changes_while_somebody_pages_comes_with_the_next_sync() {
        var first = events("?maxResults=20");
        var early = ids(first).getFirst();
        var late = ids(events("")).getLast();
        world.sandbox.calendar(GoogleWorld.LINH).change(early, content -> content.titled("early"));
        world.sandbox.calendar(GoogleWorld.LINH).change(late, content -> content.titled("late"));

        var seen = new HashSet<>(ids(first));
        var page = first;
        while (page.json().has("nextPageToken")) {
            page = events("?maxResults=20&pageToken=" + page.text("nextPageToken"));
            assertThat(ids(page)).doesNotContain(early, late);
            seen.addAll(ids(page));
        }

        assertThat(ids(events("?syncToken=" + page.text("nextSyncToken")))).containsExactlyInAnyOrder(early, late);
        seen.addAll(List.of(early, late));
        assertThat(seen).containsAll(ids(events("")));
    }

    @Test
    void incremental_answers_are_paged_too() {
        var sync = syncToken();
        for (int i = 0; i < 5; i++) {
            world.sandbox.calendar(GoogleWorld.LINH).add("No. " + i, TOMORROW, TOMORROW.plusHours(1));
        }

        var first = events("?maxResults=3&syncToken=" + sync);
        var second = events("?maxResults=3&syncToken=" + sync + "&pageToken=" + first.text("nextPageToken"));

        assertThat(ids(first)).hasSize(3);
        assertThat(first.json().has("nextSyncToken")).isFalse();
        assertThat(ids(second)).hasSize(2);
        assertThat(second.text("nextSyncToken")).isNotEmpty();
    }

    @Test
    void an_old_sync_token_is_gone() {
        world.sandbox.knobs().set(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS, 600L);
        var sync = syncToken();
        world.pass(Duration.ofSeconds(599));
        assertThat(events("?syncToken=" + sync).status()).isEqualTo(200);
        world.pass(Duration.ofSeconds(1));

        var gone = events("?syncToken=" + sync);

        assertThat(gone.status()).isEqualTo(410);
        assertThat(reason(gone)).isEqualTo("fullSyncRequired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeMin=2026-11-01T00:00:00Z",
                "timeMax=2026-12-01T00:00:00Z",
                "updatedMin=2026-11-01T00:00:00Z",
                "q=x",
                "orderBy=updated",
                "iCalUID=x",
                "privateExtendedProperty=a%3Db",
                "sharedExtendedProperty=a%3Db",
                "showDeleted=false"
            })
    void a_sync_token_goes_with_no_restriction(String restriction) {
        var refused = events("?syncToken=" + syncToken() + "&" + restriction);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(reason(refused)).isEqualTo("syncTokenWithRequestRestrictions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=Stand", "orderBy=updated", "updatedMin=2026-11-01T00:00:00Z", "iCalUID=x"})
    void after_a_search_or_an_order_there_is_no_sync_token(String restriction) {
        var reply = events("?" + restriction);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("nextSyncToken")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syncToken=rubbish",
                "pageToken=rubbish",
                "maxResults=0",
                "maxResults=-1",
                "maxResults=x",
                "showDeleted=yes",
                "timeMin=2026-11-01",
                "timeMin=2026-11-01T00:00:00",
                "timeMin=2026-11-02T00:00:00Z&timeMax=2026-11-02T00:00:00Z",
                "orderBy=startTime",
                "orderBy=title&singleEvents=true",
                "timeZone=Mars",
                "maxresults=5",
                "maxResults=5&maxResults=6"
            })
    void what_google_does_not_take_is_a_400(String query) {
        assertThat(events("?" + query).status()).isEqualTo(400);
    }

    @Test
    void a_page_token_belongs_to_its_request() {
        var page = events("?maxResults=20").text("nextPageToken");

        assertThat(events("?maxResults=20&showDeleted=true&pageToken=" + page).status())
                .isEqualTo(400);
        assertThat(events("?maxResults=50&pageToken=" + page).status()).isEqualTo(200);
    }

    @Test
    void a_sync_token_belongs_to_its_calendar() {
        var holidays = "/calendar/v3/calendars/"
                + Parameters.encode("holidays-linh.tran.meridian.example@group.calendar.example") + "/events";
        var foreign = world.api(holidays, token).text("nextSyncToken");

        assertThat(foreign).isNotEmpty();
        assertThat(events("?syncToken=" + foreign).status()).isEqualTo(400);
    }

    @Test
    void a_sync_token_goes_on_as_it_began() {
        assertThat(events("?singleEvents=true&syncToken=" + syncToken()).status())
                .isEqualTo(400);
    }

    @Test
    void cancelled_events_show_when_asked_for() {
        var plain = ids(events(""));
        var withDeleted = events("?showDeleted=true");

        assertThat(ids(withDeleted)).hasSizeGreaterThan(plain.size());
        assertThat(items(withDeleted))
                .anyMatch(each -> each.path("status").stringValue().equals("cancelled"));
    }

    @Test
    void a_cancelled_occurrence_of_a_series_is_always_told_unless_series_are_taken_apart() {
        var cancelled = items(events("")).stream()
                .filter(each -> each.path("status").stringValue().equals("cancelled"))
                .toList();

        assertThat(cancelled)
                .singleElement()
                .satisfies(each -> assertThat(each.propertyNames()).contains("recurringEventId", "originalStartTime"));
        assertThat(items(events("?singleEvents=true&maxResults=2500")))
                .noneMatch(each -> each.path("status").stringValue().equals("cancelled"));
    }

    @Test
    void a_series_can_be_taken_apart() {
        var week = events(
                "?singleEvents=true&orderBy=startTime&timeMin=2026-11-23T00:00:00Z&timeMax=2026-11-28T00:00:00Z&q=stand-up");

        assertThat(items(week))
                .hasSize(4)
                .extracting(each -> each.path("start").path("dateTime").stringValue())
                .containsExactly(
                        "2026-11-23T10:15:00+01:00",
                        "2026-11-25T09:15:00+01:00",
                        "2026-11-26T09:15:00+01:00",
                        "2026-11-27T09:15:00+01:00");
        assertThat(items(week)).allMatch(each -> each.has("recurringEventId") && !each.has("recurrence"));
    }

    @Test
    void a_changed_series_sends_its_occurrences_again() {
        var sync = events("?singleEvents=true&maxResults=2500").text("nextSyncToken");
        var series = items(events("")).stream()
                .filter(each -> each.has("recurrence"))
                .findFirst()
                .orElseThrow();
        world.sandbox
                .calendar(GoogleWorld.LINH)
                .change(series.path("id").stringValue(), content -> content.titled("X"));

        assertThat(items(events("?singleEvents=true&maxResults=2500&syncToken=" + sync)))
                .hasSizeGreaterThan(10)
                .allMatch(each -> each.path("recurringEventId").equals(series.path("id")));
    }

    @Test
    void a_window_of_the_first_pass_goes_on_in_later_ones() {
        var sync = events("?timeMin=2026-11-21T00:00:00Z").text("nextSyncToken");
        var calendar = world.sandbox.calendar(GoogleWorld.LINH);
        calendar.add("Long ago", TOMORROW.minusYears(1), TOMORROW.minusYears(1).plusHours(1));
        var soon = calendar.add("Soon", TOMORROW, TOMORROW.plusHours(1));

        assertThat(ids(events("?syncToken=" + sync))).containsExactly(soon.id());
    }

    @Test
    void times_can_be_told_in_another_zone() {
        world.sandbox.calendar(GoogleWorld.LINH).add("Zoned", TOMORROW, TOMORROW.plusHours(1));
        var event = items(events("?q=Zoned&timeZone=America/New_York")).getFirst();

        assertThat(event.path("start").path("dateTime").stringValue()).isEqualTo("2026-11-22T04:00:00-05:00");
        assertThat(event.path("start").path("timeZone").stringValue()).isEqualTo("Europe/Berlin");
    }

    @Test
    void an_event_without_a_title_has_no_summary() {
        assertThat(items(events(""))).anyMatch(each -> !each.has("summary") && each.has("start"));
    }

    @Test
    void an_unknown_calendar_is_a_404_and_somebody_elses_too() {
        assertThat(world.api("/calendar/v3/calendars/nope/events", token).status())
                .isEqualTo(404);
        assertThat(world.api("/calendar/v3/calendars/linh%40home.example/events", token)
                        .status())
                .isEqualTo(404);
        assertThat(world.api("/calendar/v3/calendars/linh.tran%40meridian.example/events", token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_without_the_scope_is_told_so() {
        var other = world.tokens("scope", GoogleWorld.LIST).text("access_token");

        var refused = world.events(other, "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(reason(refused)).isEqualTo("insufficientPermissions");
        assertThat(refused.json().path("error").path("status").stringValue()).isEqualTo("PERMISSION_DENIED");
        assertThat(refused.json()
                        .path("error")
                        .path("details")
                        .get(0)
                        .path("reason")
                        .stringValue())
                .isEqualTo("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    }

    @Test
    void a_dead_token_is_a_401_in_googles_wrapper() {
        world.pass(Duration.ofHours(2));

        var refused = events("");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(reason(refused)).isEqualTo("authError");
        assertThat(refused.json().path("error").path("code").intValue()).isEqualTo(401);
    }

    @Test
    void what_the_sandbox_does_not_do_it_says() {
        assertThat(events("?fields=items(id)").status()).isEqualTo(501);
    }

    @Test
    void an_all_day_event_has_dates_and_an_exclusive_end() {
        var event = world.sandbox
                .calendar(GoogleWorld.LINH)
                .add(EventContent.of(
                                "All day",
                                EventTime.day(TOMORROW.toLocalDate()),
                                EventTime.day(TOMORROW.toLocalDate().plusDays(2)))
                        .describedAs("two days"));

        var json = items(events("?q=two+days")).getFirst();

        assertThat(json.path("id").stringValue()).isEqualTo(event.id());
        assertThat(json.path("start").path("date").stringValue()).isEqualTo("2026-11-22");
        assertThat(json.path("end").path("date").stringValue()).isEqualTo("2026-11-24");
    }

    private Reply events(String query) {
        return world.events(token, query);
    }

    private String syncToken() {
        return events("").text("nextSyncToken");
    }

    static List<JsonNode> items(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return StreamSupport.stream(reply.json().path("items").spliterator(), false)
                .toList();
    }

    private static List<String> ids(Reply reply) {
        return items(reply).stream().map(each -> each.path("id").stringValue()).toList();
    }

    private static JsonNode item(Reply reply, String id) {
        return items(reply).stream()
                .filter(each -> each.path("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String reason(Reply reply) {
        return reply.json().path("error").path("errors").get(0).path("reason").stringValue();
    }
}
