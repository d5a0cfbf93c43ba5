package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the contract does not say: windows, series, folders that come and go, links that are asked for again. */
@Tag("flow")
class MicrosoftStreamsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RecordedApi api = new RecordedApi();
    private final MicrosoftFilesStream files = new MicrosoftFilesStream();
    private final MicrosoftEventsStream events = new MicrosoftEventsStream();
    private final MicrosoftMessagesStream messages = new MicrosoftMessagesStream();

    @Test
    void links_are_asked_for_exactly_as_they_were_given() {
        api.answers(next("/a?token='x'&$skip=2")).answers(delta("/b?token=D1")).answers(delta("/b?token=D2"));
        Cursor first = api.run(files, Cursor.START);
        api.run(files, first);

        assertThat(api.targets())
                .containsExactly("/me/drive/root/delta?%24top=200", "/a?token='x'&$skip=2", "/b?token=D1");
    }

    @Test
    void the_root_of_a_drive_is_no_file_and_its_facet_says_what_is_gone() {
        api.answers(delta(
                "/b?token=D1",
                "{\"id\":\"r\",\"name\":\"root\",\"root\":{}}",
                "{\"id\":\"a\",\"name\":\"A\",\"file\":{}}",
                "{\"id\":\"b\",\"deleted\":{\"state\":\"deleted\"}}"));
        assertThat(api.page(files, Cursor.START).items())
                .hasExactlyElementsOfTypes(Item.Present.class, Item.Gone.class);
    }

    @Test
    void a_page_with_two_links_or_with_one_that_leads_elsewhere_is_none() {
        api.answers(
                        "{\"value\":[],\"@odata.nextLink\":\"https://api.example/a\",\"@odata.deltaLink\":\"https://api.example/b\"}")
                .answers("{\"value\":[],\"@odata.nextLink\":\"https://evil.example/a\"}");
        for (int i = 0; i < 2; i++) {
            assertThat(files.fetchPage(api, Cursor.START))
                    .isEqualTo(new FetchOutcome.Interrupted<>(ApiOutcome.garbage()));
        }
    }

    @Test
    void the_window_goes_from_four_weeks_ago_to_a_year_ahead_and_moves_on_every_week() {
        api.answers(delta("/v?d=1")).answers(delta("/v?d=2")).answers(delta("/v?d=3"));
        MicrosoftEventsCheckpoint first = api.run(events, events.start());
        assertThat(api.last().target())
                .isEqualTo(
                        "/me/calendarView/delta?startDateTime=2026-10-24T00%3A00%3A00Z&endDateTime=2027-11-21T00%3A00%3A00Z");
        assertThat(api.last().headers())
                .containsEntry("Prefer", "odata.maxpagesize=200, outlook.timezone=\"UTC\", IdType=\"ImmutableId\"");

        api.pass(Duration.ofDays(6));
        MicrosoftEventsCheckpoint second = api.run(events, first);
        assertThat(api.last().target()).isEqualTo("/v?d=1");
        assertThat(api.last().headers()).containsKey("Prefer");

        api.pass(Duration.ofDays(1));
        api.run(events, second);
        assertThat(api.last().target()).contains("startDateTime=2026-10-31T00%3A00%3A00Z");
    }

    @Test
    void occurrences_are_called_as_their_series_on_this_page_a_later_one_and_in_a_later_run() {
        String occurrence = "{\"id\":\"%s\",\"type\":\"occurrence\",\"seriesMasterId\":\"s\","
                + "\"start\":{\"dateTime\":\"2026-11-23T00:00:00.0000000\",\"timeZone\":\"UTC\"},"
                + "\"end\":{\"dateTime\":\"2026-11-24T00:00:00.0000000\",\"timeZone\":\"UTC\"}}";
        api.answers(next(
                        "/v?p=2",
                        "{\"id\":\"s\",\"type\":\"seriesMaster\",\"subject\":\"Birthday\",\"isAllDay\":true,\"location\":{\"displayName\":\"Home\"}}",
                        occurrence.formatted("o1")))
                .answers(delta("/v?d=1", occurrence.formatted("o2")))
                .answers(delta(
                        "/v?d=2", occurrence.formatted("o3"), "{\"id\":\"o1\",\"@removed\":{\"reason\":\"deleted\"}}"));
        FetchOutcome.Page<MicrosoftEventsCheckpoint> one = api.page(events, events.start());
        FetchOutcome.Page<MicrosoftEventsCheckpoint> two = api.page(events, one.next());
        FetchOutcome.Page<MicrosoftEventsCheckpoint> three = api.page(events, two.next());

        assertThat(one.items()).hasSize(1);
        for (FetchOutcome.Page<MicrosoftEventsCheckpoint> page : List.of(one, two, three)) {
            Item.Summary summary = ((Item.Present) page.items().getFirst()).summary();
            assertThat(summary.title()).isEqualTo("Birthday");
            assertThat(summary.time())
                    .isEqualTo(new Item.When(
                            Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2026-11-24T00:00:00Z"), true));
        }
        assertThat(three.items().getLast()).isEqualTo(new Item.Gone("", "o1"));

        Item.Present shown = (Item.Present) three.items().getFirst();
        Upcoming upcoming = events.event(
                three.next(),
                "",
                shown.content(),
                java.util.Objects.requireNonNull(shown.summary().time()));
        assertThat(upcoming.title()).isEqualTo("Birthday");
        assertThat(upcoming.day()).isEqualTo(LocalDate.of(2026, 11, 23));
        assertThat(upcoming.place()).isEqualTo("Home");
    }

    @Test
    void what_was_called_off_is_gone_and_a_time_that_is_none_is_left_out() {
        api.answers(
                delta(
                        "/v?d=1",
                        "{\"id\":\"a\",\"type\":\"singleInstance\",\"subject\":\"A\",\"isCancelled\":true}",
                        "{\"id\":\"b\",\"type\":\"singleInstance\",\"subject\":\"B\",\"start\":{\"dateTime\":\"soon\",\"timeZone\":\"UTC\"}}",
                        "{\"id\":\"c\",\"type\":\"singleInstance\",\"subject\":\"C\",\"start\":{\"dateTime\":\"2026-11-23T09:00:00\",\"timeZone\":\"Europe/Berlin\"}}"));
        List<Item> items = api.page(events, events.start()).items();

        assertThat(items.getFirst()).isEqualTo(new Item.Gone("", "a"));
        assertThat(((Item.Present) items.get(1)).summary().time()).isNull();
        assertThat(((Item.Present) items.get(2)).summary().time())
                .isEqualTo(new Item.When(
                        Instant.parse("2026-11-23T08:00:00Z"), Instant.parse("2026-11-23T08:00:00Z"), false));
    }

    @Test
    void folders_are_read_in_turn_and_each_goes_on_where_it_was() {
        api.answers(folders("a", "b"))
                .answers(next("/a?p=2"))
                .answers(delta("/a?d=1"))
                .answers(delta("/b?d=1"))
                .answers(folders("b", "c"))
                .answers(delta("/b?d=2"))
                .answers(delta("/c?d=1"));
        MicrosoftMailCheckpoint first = api.run(messages, messages.start());
        assertThat(api.targets().get(1))
                .startsWith("/me/mailFolders/a/messages/delta?%24select=subject%2Cfrom")
                .doesNotContain("body%2C");

        FetchOutcome.Page<MicrosoftMailCheckpoint> listed = api.page(messages, first);
        assertThat(listed.goneParts()).containsExactly("a");
        api.run(messages, listed.next());
        assertThat(api.targets().get(5)).isEqualTo("/b?d=1");
        assertThat(api.targets().get(6)).startsWith("/me/mailFolders/c/messages/delta?");
    }

    @Test
    void a_folder_that_cannot_be_read_any_more_is_gone_and_the_run_goes_on() {
        api.answers(folders("a", "b")).gives(new ApiOutcome.Missing()).answers(delta("/b?d=1"));
        FetchOutcome.Page<MicrosoftMailCheckpoint> missing =
                api.page(messages, api.page(messages, messages.start()).next());

        assertThat(missing.goneParts()).containsExactly("a");
        assertThat(api.page(messages, missing.next()).end()).isTrue();
    }

    @Test
    void one_folder_whose_link_is_too_old_is_read_anew_and_the_others_are_not() {
        api.answers(folders("a", "b")).answers(delta("/a?d=1")).answers(delta("/b?d=1"));
        MicrosoftMailCheckpoint first = api.run(messages, messages.start());
        api.answers(folders("a", "b"))
                .gives(new ApiOutcome.TooOld())
                .answers(delta("/a?d=2"))
                .answers(delta("/b?d=2"));
        api.run(messages, first);

        assertThat(api.targets().subList(4, 7))
                .satisfiesExactly(
                        old -> assertThat(old).isEqualTo("/a?d=1"),
                        anew -> assertThat(anew).startsWith("/me/mailFolders/a/messages/delta?"),
                        other -> assertThat(other).isEqualTo("/b?d=1"));
    }

    @Test
    void an_empty_list_of_folders_is_not_believed() {
        api.answers(delta("/l?d=1"));
        assertThat(messages.fetchPage(api, messages.start()))
                .isEqualTo(new FetchOutcome.Interrupted<>(ApiOutcome.garbage()));
    }

    @Test
    void errors_are_told_apart_by_their_words() {
        GraphApiErrors errors = new GraphApiErrors();
        for (String code : List.of("SyncStateNotFound", "syncStateInvalid", "resyncRequired")) {
            assertThat(errors.read(refusal(400, code))).as(code).isEqualTo(new ApiOutcome.TooOld());
        }
        assertThat(errors.read(refusal(410, "resyncChangesUploadDifferences"))).isEqualTo(new ApiOutcome.TooOld());
        assertThat(errors.read(refusal(410, "?"))).isEqualTo(new ApiOutcome.TooOld());
        assertThat(errors.read(refusal(400, "BadRequest"))).isEqualTo(new ApiOutcome.Failed("http_400"));
        assertThat(errors.read(refusal(403, "ErrorAccessDenied"))).isEqualTo(new ApiOutcome.NotAllowed());
        assertThat(errors.read(refusal(404, "ErrorItemNotFound"))).isEqualTo(new ApiOutcome.Missing());
        assertThat(errors.read(refusal(404, "MailboxNotEnabledForRESTAPI")))
                .isEqualTo(new ApiOutcome.Failed("no_mailbox"));
        for (int status : new int[] {429, 503, 504}) {
            assertThat(errors.read(refusal(status, "x"))).isEqualTo(new ApiOutcome.Busy(Duration.ofSeconds(9)));
        }
    }

    private static ApiErrors.Refusal refusal(int status, String code) {
        return new ApiErrors.Refusal(
                status,
                JSON.readTree("{\"error\":{\"code\":\"" + code + "\"}}"),
                RecordedApi.headers(Map.of()),
                Duration.ofSeconds(9),
                Instant.EPOCH,
                null);
    }

    private static String folders(String... ids) {
        return delta(
                "/l?d=1",
                java.util.Arrays.stream(ids)
                        .map(id -> "{\"id\":\"" + id + "\",\"displayName\":\"Folder\"}")
                        .toArray(String[]::new));
    }

    private static String next(String place, String... items) {
        return page("@odata.nextLink", place, items);
    }

    private static String delta(String place, String... items) {
        return page("@odata.deltaLink", place, items);
    }

    private static String page(String link, String place, String... items) {
        return "{\"value\":[" + String.join(",", items) + "],\"" + link + "\":\"https://api.example" + place + "\"}";
    }
}
