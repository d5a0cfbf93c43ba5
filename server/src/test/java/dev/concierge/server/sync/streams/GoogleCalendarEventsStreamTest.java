package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.AnswerHeaders;
import dev.concierge.server.sync.streams.GoogleCalendarCheckpoint.Calendar;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the contract does not say: several calendars, calendars that come and go, and how long a sync token is trusted. */
@Tag("flow")
class GoogleCalendarEventsStreamTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EMPTY = "{\"items\":[],\"nextSyncToken\":\"S\"}";

    private final GoogleCalendarEventsStream stream = new GoogleCalendarEventsStream();
    private final Recorded api = new Recorded();

    @Test
    void every_calendar_is_read_in_turn_and_the_last_one_ends_the_run() {
        api.answers(
                list("a", "b"),
                "{\"items\":[],\"nextPageToken\":\"P\"}",
                "{\"items\":[],\"nextSyncToken\":\"SA\"}",
                "{\"items\":[],\"nextSyncToken\":\"SB\"}");
        GoogleCalendarCheckpoint end = readAll(stream.start());

        assertThat(api.asked)
                .containsExactly(
                        "/users/me/calendarList?maxResults=250",
                        "/calendars/a/events?singleEvents=true&maxResults=500",
                        "/calendars/a/events?singleEvents=true&maxResults=500&pageToken=P",
                        "/calendars/b/events?singleEvents=true&maxResults=500");
        assertThat(end.listing()).isTrue();
        assertThat(end.calendars()).extracting(Calendar::syncToken).containsExactly("SA", "SB");
    }

    @Test
    void a_list_of_several_pages_is_read_to_its_end_before_any_calendar() {
        api.answers("{\"items\":[{\"id\":\"a\"}],\"nextPageToken\":\"L2\"}", list("b"), EMPTY, EMPTY);
        readAll(stream.start());

        assertThat(api.asked.get(1)).isEqualTo("/users/me/calendarList?maxResults=250&pageToken=L2");
        assertThat(api.asked.subList(2, 4)).allMatch(path -> path.startsWith("/calendars/"));
    }

    @Test
    void a_calendar_that_left_the_list_is_gone_and_the_others_go_on_where_they_were() {
        api.answers(list("a", "b"), EMPTY, EMPTY, list("b", "c"), EMPTY, EMPTY);
        GoogleCalendarCheckpoint first = readAll(stream.start());
        api.asked.clear();
        FetchOutcome.Page<GoogleCalendarCheckpoint> listed = page(first);
        assertThat(listed.goneParts()).containsExactly("a");

        assertThat(readAll(listed.next()).calendars()).extracting(Calendar::id).containsExactly("b", "c");
        assertThat(api.asked)
                .containsExactly(
                        "/users/me/calendarList?maxResults=250",
                        "/calendars/b/events?singleEvents=true&maxResults=500&syncToken=S",
                        "/calendars/c/events?singleEvents=true&maxResults=500");
    }

    @Test
    void a_calendar_that_cannot_be_read_any_more_is_gone_and_the_run_goes_on() {
        api.answers(list("a", "b"), "404", EMPTY);
        FetchOutcome.Page<GoogleCalendarCheckpoint> missing =
                page(page(stream.start()).next());

        assertThat(missing.goneParts()).containsExactly("a");
        assertThat(missing.end()).isFalse();
        assertThat(page(missing.next()).end()).isTrue();
    }

    @Test
    void after_four_weeks_everything_is_read_anew_because_series_are_taken_apart_only_so_far() {
        api.answers(list("a"), EMPTY, list("a"), EMPTY, list("a"), EMPTY);
        GoogleCalendarCheckpoint first = readAll(stream.start());
        api.now = api.now.plusSeconds(27 * 24 * 3600L);
        GoogleCalendarCheckpoint second = readAll(first);
        assertThat(api.asked.getLast()).contains("syncToken=S");
        api.now = api.now.plusSeconds(24 * 3600L);
        readAll(second);
        assertThat(api.asked.getLast()).doesNotContain("syncToken");
    }

    @Test
    void ids_are_encoded_wherever_they_stand() {
        api.answers(list("é/../b?x=1&y#z+ @group"), EMPTY);
        readAll(stream.start());

        assertThat(api.asked.getLast())
                .isEqualTo(
                        "/calendars/%C3%A9%2F..%2Fb%3Fx%3D1%26y%23z%2B%20%40group/events?singleEvents=true&maxResults=500");
    }

    @Test
    void whole_days_begin_at_midnight_of_their_calendar_and_times_keep_their_offset() {
        api.answers(
                "{\"items\":[{\"id\":\"a\",\"timeZone\":\"Asia/Tokyo\"}]}",
                "{\"nextSyncToken\":\"S\",\"items\":["
                        + "{\"id\":\"1\",\"start\":{\"date\":\"2026-11-22\"},\"end\":{\"date\":\"2026-11-24\"}},"
                        + "{\"id\":\"2\",\"start\":{\"dateTime\":\"2026-11-22T09:00:00-05:00\"},\"end\":{\"dateTime\":\"2026-11-22T10:30:00-05:00\"}},"
                        + "{\"id\":\"3\",\"start\":{\"dateTime\":\"soon\"}},{\"id\":\"4\",\"start\":{\"date\":\"+999999-01-01\"}}]}");
        List<Item> items = page(page(stream.start()).next()).items();

        assertThat(items.stream().map(item -> ((Item.Present) item).summary().time()))
                .containsExactly(
                        new Item.When(
                                Instant.parse("2026-11-21T15:00:00Z"), Instant.parse("2026-11-23T15:00:00Z"), true),
                        new Item.When(
                                Instant.parse("2026-11-22T14:00:00Z"), Instant.parse("2026-11-22T15:30:00Z"), false),
                        null,
                        null);
    }

    private FetchOutcome.Page<GoogleCalendarCheckpoint> page(GoogleCalendarCheckpoint checkpoint) {
        return (FetchOutcome.Page<GoogleCalendarCheckpoint>) stream.fetchPage(api, checkpoint);
    }

    private GoogleCalendarCheckpoint readAll(GoogleCalendarCheckpoint from) {
        FetchOutcome.Page<GoogleCalendarCheckpoint> page = page(from);
        while (!page.end()) {
            page = page(page.next());
        }
        return page.next();
    }

    private static String list(String... ids) {
        List<String> entries = new ArrayList<>();
        for (String id : ids) {
            entries.add("{\"id\":\"" + id + "\",\"summary\":\"Calendar\",\"timeZone\":\"UTC\"}");
        }
        return "{\"items\":[" + String.join(",", entries) + "]}";
    }

    /** Gives recorded answers, one for each call; "404" says that there is nothing. */
    private static final class Recorded implements Api {
        private final Deque<String> answers = new ArrayDeque<>();
        private final List<String> asked = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        void answers(String... bodies) {
            answers.addAll(List.of(bodies));
        }

        @Override
        public ApiOutcome ask(ApiRequest request) {
            asked.add(request.target());
            String body = answers.remove();
            return body.equals("404")
                    ? new ApiOutcome.Missing()
                    : new ApiOutcome.Answered(JSON.readTree(body), AnswerHeaders.of(Map.of()));
        }

        @Override
        public Optional<String> below(String link) {
            return Optional.empty();
        }

        @Override
        public boolean granted(String scope) {
            return Set.of("https://www.googleapis.com/auth/calendar.readonly").contains(scope);
        }

        @Override
        public boolean readsBodies() {
            return false;
        }

        @Override
        public Instant now() {
            return now;
        }
    }
}
