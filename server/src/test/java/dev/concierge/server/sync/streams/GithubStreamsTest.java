package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the contract does not say: conditional requests, what is asked for by time, and when everything is read anew. */
@Tag("flow")
class GithubStreamsTest {
    private static final Map<String, String> NEXT = Map.of(
            "Link", "<https://api.example/x?page=1>; rel=\"prev\", <https://api.example/x?page=2>; rel=\"next\"");

    private final RecordedApi api = new RecordedApi();
    private final GithubRepositoriesStream repositories = new GithubRepositoriesStream();
    private final GithubIssuesStream issues = new GithubIssuesStream();
    private final GithubNotificationsStream notifications = new GithubNotificationsStream();

    @Test
    void a_list_of_one_page_is_asked_for_with_its_etag_and_304_changes_nothing() {
        api.answers("[]", Map.of("ETag", "W/\"a\""))
                .gives(unchanged(Map.of()))
                .answers("[]", Map.of("ETag", "W/\"b\""));
        Cursor first = api.run(repositories, Cursor.START);
        assertThat(api.last().headers()).isEmpty();

        FetchOutcome.Page<Cursor> same = api.page(repositories, first);
        assertThat(api.last().headers()).containsEntry("If-None-Match", "W/\"a\"");
        assertThat(same.passing()).isEqualTo(new Passing.Changes());
        assertThat(same.end()).isTrue();

        FetchOutcome.Page<Cursor> other = api.page(repositories, same.next());
        assertThat(api.last().headers()).containsEntry("If-None-Match", "W/\"a\"");
        assertThat(other.passing()).isEqualTo(new Passing.Everything("", true, true));
        assertThat(other.next().feed()).isEqualTo("W/\"b\"");
    }

    @Test
    void a_list_of_several_pages_is_never_taken_for_unchanged_by_its_first_one() {
        api.answers("[]", Map.of("ETag", "W/\"a\"", "Link", NEXT.get("Link"))).answers("[]", Map.of("ETag", "W/\"b\""));
        Cursor end = api.run(repositories, Cursor.START);

        assertThat(end.feed()).isNull();
        assertThat(api.targets()).containsExactly("/user/repos?sort=created&direction=asc&per_page=100", "/x?page=2");
    }

    @Test
    void a_link_that_leads_elsewhere_is_not_followed_and_ends_nothing() {
        api.answers("[]", Map.of("Link", "<https://evil.example/x?page=2>; rel=\"next\""));
        assertThat(repositories.fetchPage(api, Cursor.START))
                .isEqualTo(new FetchOutcome.Interrupted<>(ApiOutcome.garbage()));
    }

    @Test
    void issues_are_asked_for_since_the_run_before_began_and_once_a_week_all_of_them() {
        api.answers("[]", NEXT).answers("[]").answers("[]", NEXT).answers("[]").answers("[]");
        Cursor first = api.run(issues, Cursor.START);
        assertThat(first.feed()).isEqualTo("2026-11-21T07:50:00Z");

        api.pass(Duration.ofHours(1));
        Cursor second = api.run(issues, first);
        assertThat(api.targets().get(2)).endsWith("&since=2026-11-21T07%3A50%3A00Z");
        assertThat(second.feed()).isEqualTo("2026-11-21T08:50:00Z");
        assertThat(second.passBegan()).isEqualTo(Instant.parse("2026-11-21T08:00:00Z"));

        api.pass(Duration.ofDays(7));
        FetchOutcome.Page<Cursor> all = api.page(issues, second);
        assertThat(api.last().target()).doesNotContain("since=");
        assertThat(all.passing()).isEqualTo(new Passing.Everything("", true, true));
    }

    @Test
    void notifications_are_asked_for_if_there_are_new_ones_and_not_before_github_wants_it() {
        Map<String, String> headers =
                Map.of("Last-Modified", "Sat, 21 Nov 2026 07:00:00 GMT", "X-Poll-Interval", "1200");
        api.answers("[]", headers)
                .gives(unchanged(Map.of("X-Poll-Interval", "60")))
                .answers("[]");
        GithubNotificationsCheckpoint first = api.run(notifications, notifications.start());

        api.pass(Duration.ofMinutes(15));
        assertThat(notifications.fetchPage(api, first))
                .isEqualTo(new FetchOutcome.Interrupted<>(new ApiOutcome.Busy(Duration.ofMinutes(5))));
        assertThat(api.targets()).hasSize(1);

        api.pass(Duration.ofMinutes(5));
        FetchOutcome.Page<GithubNotificationsCheckpoint> same = api.page(notifications, first);
        assertThat(api.last().headers()).containsEntry("If-Modified-Since", "Sat, 21 Nov 2026 07:00:00 GMT");
        assertThat(api.last().target()).isEqualTo("/notifications?all=true&per_page=50&since=2026-11-21T07%3A50%3A00Z");
        assertThat(same.passing()).isEqualTo(new Passing.Changes());
        assertThat(same.next().cursor().feed()).isEqualTo("2026-11-21T07:50:00Z");

        api.pass(Duration.ofDays(1));
        api.page(notifications, same.next());
        assertThat(api.last().target()).isEqualTo("/notifications?all=true&per_page=50");
        assertThat(api.last().headers()).isEmpty();
    }

    private static ApiOutcome unchanged(Map<String, String> headers) {
        return new ApiOutcome.Unchanged(RecordedApi.headers(headers));
    }
}
