package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the contract does not say: which way a pass goes, where it ends, and what is not kept. */
@Tag("flow")
class NotionSearchStreamTest {
    private final NotionPagesStream stream = new NotionPagesStream();
    private final RecordedApi api = new RecordedApi();

    @Test
    void a_full_pass_begins_with_what_was_edited_longest_ago_and_changes_with_the_newest() {
        api.answers(page("2026-11-20T08:00", "C2"), page("2026-11-20T08:30", null), page("2026-11-20T08:30", null));
        Cursor end = next(next(stream.start()).next()).next();
        next(end);

        assertThat(api.bodies().get(0))
                .contains("\"value\":\"page\"", "\"direction\":\"ascending\"", "\"page_size\":100");
        assertThat(api.bodies().get(1)).contains("\"start_cursor\":\"C2\"");
        assertThat(api.bodies().get(2)).contains("\"direction\":\"descending\"").doesNotContain("start_cursor");
        assertThat(end.feed()).isEqualTo("2026-11-20T08:30:00Z");
    }

    @Test
    void changes_end_ten_minutes_before_the_newest_of_the_last_run_and_not_earlier() {
        api.answers(page("2026-11-20T08:30", null), page("2026-11-20T08:20", "C2"), page("2026-11-20T08:19", "C3"));
        Cursor first = next(stream.start()).next();
        FetchOutcome.Page<Cursor> still = next(first);
        assertThat(still.end()).isFalse();
        assertThat(next(still.next()).end()).isTrue();
    }

    @Test
    void a_search_that_gave_up_before_the_end_buries_nothing() {
        api.answers(page("2026-11-20T08:30", null)
                .replace("\"results\"", "\"request_status\":{\"type\":\"incomplete\"},\"results\""));
        FetchOutcome.Page<Cursor> page = next(stream.start());

        assertThat(page.end()).isTrue();
        assertThat(page.passing()).isInstanceOf(Passing.Changes.class);
    }

    @Test
    void addresses_of_files_that_end_within_the_hour_are_not_kept() {
        String icon =
                "\"icon\":{\"type\":\"file\",\"file\":{\"url\":\"https://s3.example/x?X-Amz-Signature=1\",\"expiry_time\":\"2026-11-20T09:30:00.000Z\"}}";
        api.answers(page("2026-11-20T08:30", null).replace("\"properties\"", icon + ",\"properties\""));
        Item.Present item = (Item.Present) next(stream.start()).items().getFirst();

        assertThat(item.content().toString())
                .contains("\"icon\":{\"type\":\"file\",\"file\":{}}")
                .doesNotContain("Signature");
        assertThat(item.summary().link()).isEqualTo("https://www.notion.so/a");
    }

    @Test
    void what_is_in_the_trash_is_gone_by_either_name() {
        for (String trash : List.of("in_trash", "archived")) {
            api.answers(
                    page("2026-11-20T08:30", null).replace("\"properties\"", "\"" + trash + "\":true,\"properties\""));
            assertThat(next(stream.start()).items()).containsExactly(new Item.Gone("", "a"));
        }
    }

    private FetchOutcome.Page<Cursor> next(Cursor from) {
        return (FetchOutcome.Page<Cursor>) stream.fetchPage(api, from);
    }

    private static String page(String edited, @org.jspecify.annotations.Nullable String next) {
        return "{\"results\":[{\"object\":\"page\",\"id\":\"a\",\"last_edited_time\":\"" + edited
                + ":00.000Z\",\"url\":\"https://www.notion.so/a\",\"properties\":{}}],\"has_more\":" + (next != null)
                + ",\"next_cursor\":" + (next == null ? "null" : "\"" + next + "\"") + "}";
    }
}
