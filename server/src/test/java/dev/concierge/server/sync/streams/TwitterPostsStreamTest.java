package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the contract does not say: what is paid for, and when. */
@Tag("flow")
class TwitterPostsStreamTest {
    private static final String ME = "{\"data\":{\"id\":\"7\"}}";
    private static final String NOTHING = "{\"meta\":{\"result_count\":0}}";

    private final TwitterPostsStream stream = new TwitterPostsStream();
    private final RecordedApi api = new RecordedApi();

    @Test
    void everything_is_read_at_first_then_the_last_week_and_after_a_week_everything_again() {
        api.answers(ME, NOTHING, NOTHING, NOTHING);
        TwitterCheckpoint me = page(stream.start()).next();
        TwitterCheckpoint first = page(me).next();
        api.pass(Duration.ofHours(6));
        TwitterCheckpoint second = page(first).next();
        api.pass(Duration.ofDays(7));
        page(second);

        assertThat(api.targets().get(0)).isEqualTo("/users/me");
        assertThat(api.targets().get(1))
                .startsWith("/users/7/tweets?max_results=100")
                .doesNotContain("start_time");
        assertThat(api.targets().get(2)).contains("start_time=2026-11-14T08%3A00%3A00Z");
        assertThat(api.targets().get(3)).doesNotContain("start_time");
    }

    @Test
    void who_it_is_is_asked_once() {
        api.answers(ME, NOTHING, NOTHING);
        TwitterCheckpoint first = page(page(stream.start()).next()).next();
        page(first);
        assertThat(api.targets()).filteredOn("/users/me"::equals).hasSize(1);
    }

    @Test
    void all_pages_of_a_run_ask_for_the_same_time() {
        String more = "{\"meta\":{\"result_count\":0,\"next_token\":\"n\"}}";
        api.answers(ME, NOTHING, more, NOTHING);
        TwitterCheckpoint first = page(page(stream.start()).next()).next();
        api.pass(Duration.ofHours(6));
        TwitterCheckpoint half = page(first).next();
        api.pass(Duration.ofMinutes(3));
        TwitterCheckpoint end = page(half).next();

        assertThat(api.targets().get(3)).contains("start_time=2026-11-14T08%3A00%3A00Z", "pagination_token=n");
        assertThat(end.cursor().feed()).isEqualTo("2026-11-21T14:00:00Z");
    }

    private FetchOutcome.Page<TwitterCheckpoint> page(TwitterCheckpoint checkpoint) {
        return (FetchOutcome.Page<TwitterCheckpoint>) stream.fetchPage(api, checkpoint);
    }
}
