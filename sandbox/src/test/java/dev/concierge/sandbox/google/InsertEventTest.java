package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("flow")
class InsertEventTest {
    private static final String EVENT = """
            {"summary": "Coffee ☕", "location": "Café", "attendees": [{"email": "ana.ruiz@meridian.example"}],
             "start": {"dateTime": "2026-11-23T10:00:00+01:00"}, "end": {"dateTime": "2026-11-23T10:30:00+01:00"}}
            """;

    private final GoogleWorld world = new GoogleWorld();
    private final String token = world.tokens("scope", GoogleWorld.WRITE_EVENTS).text("access_token");

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void an_event_is_added_and_comes_with_the_next_sync() {
        var sync = world.events(token, "").text("nextSyncToken");

        var added = insert(EVENT);

        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(added.text("summary")).isEqualTo("Coffee ☕");
        assertThat(added.json().path("attendees").size()).isEqualTo(2);
        assertThat(CalendarSyncTest.items(world.events(token, "?syncToken=" + sync)))
                .singleElement()
                .satisfies(each -> assertThat(each.path("id").stringValue()).isEqualTo(added.text("id")));
        assertThat(world.count("insertEvent", "inserted")).isEqualTo(1);
    }

    @Test
    void reading_rights_are_not_enough() {
        var reader = world.tokens("scope", GoogleWorld.READ_EVENTS).text("access_token");

        assertThat(insert(EVENT, reader, "primary").status()).isEqualTo(403);
        assertThat(world.sandbox.calendar(GoogleWorld.LINH).events())
                .noneMatch(each -> each.content().title().startsWith("Coffee"));
    }

    @Test
    void a_calendar_of_others_cannot_be_written() {
        var holidays = "holidays-linh.tran.meridian.example%40group.calendar.example";

        assertThat(insert(EVENT, token, holidays).status()).isEqualTo(403);
        assertThat(insert(EVENT, token, "nope").status()).isEqualTo(404);
    }

    @Test
    void a_whole_day_and_a_series_work() {
        var day = insert("{\"start\":{\"date\":\"2026-11-23\"},\"end\":{\"date\":\"2026-11-24\"}}");
        var series = insert("""
                {"start": {"dateTime": "2026-11-23T10:00:00", "timeZone": "Asia/Tokyo"},
                 "end": {"dateTime": "2026-11-23T10:30:00", "timeZone": "Asia/Tokyo"},
                 "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]}
                """);

        assertThat(day.status()).isEqualTo(200);
        assertThat(day.json().has("summary")).isFalse();
        assertThat(series.json().path("start").path("timeZone").stringValue()).isEqualTo("Asia/Tokyo");
        assertThat(series.json().path("recurrence").get(0).stringValue()).isEqualTo("RRULE:FREQ=DAILY;COUNT=3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|required",
                "{\"start\":{\"date\":\"2026-11-23\"}}|required",
                "{\"start\":{\"date\":\"2026-11-23\"},\"end\":{\"date\":\"2026-11-23\"}}|timeRangeEmpty",
                "{\"start\":{\"date\":\"2026-11-23\"},\"end\":{\"dateTime\":\"2026-11-23T10:00:00Z\"}}|invalid",
                "{\"start\":{\"dateTime\":\"2026-11-23T10:00:00\"},\"end\":{\"dateTime\":\"2026-11-23T11:00:00\"}}|required",
                "{\"start\":{\"dateTime\":\"2026-11-23T11:00:00Z\"},\"end\":{\"dateTime\":\"2026-11-23T10:00:00Z\"}}|timeRangeEmpty",
                "{\"start\":{\"dateTime\":\"today\",\"timeZone\":\"UTC\"},\"end\":{\"date\":\"2026-11-23\"}}|invalid",
                "{\"start\":{\"date\":\"2026-11-23\"},\"end\":{\"date\":\"2026-11-24\"},\"recurrence\":[\"daily\"]}|invalid",
                "[]|parseError",
                "{|parseError"
            })
    void what_is_no_event_is_a_400(String body, String reason) {
        var refused = insert(body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json()
                        .path("error")
                        .path("errors")
                        .get(0)
                        .path("reason")
                        .stringValue())
                .isEqualTo(reason);
    }

    private Reply insert(String body) {
        return insert(body, token, "primary");
    }

    private Reply insert(String body, String bearer, String calendar) {
        return Http.json(
                "POST",
                world.google + "/calendar/v3/calendars/" + calendar + "/events",
                body,
                "Authorization",
                "Bearer " + bearer);
    }
}
