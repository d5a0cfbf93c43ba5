package dev.concierge.sandbox.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flow")
class TwitterTimelineTest {
    private final TwitterWorld world = new TwitterWorld();
    private final String token = world.tokens().text("access_token");
    private final String linh =
            world.identity(token).json().path("data").path("id").asString();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void every_post_comes_once_the_newest_first() {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            var reply = timeline("max_results=10" + next);
            assertThat(reply.status()).isEqualTo(200);
            reply.json().path("data").forEach(post -> ids.add(post.path("id").asString()));
            var following = reply.json().path("meta").path("next_token").asString("");
            next = following.isEmpty() ? "" : "&pagination_token=" + following;
        } while (!next.isEmpty());

        assertThat(ids).hasSize(25).isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(b), Long.parseLong(a)));
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void fields_come_when_they_are_asked_for() {
        assertThat(timeline("max_results=5").json().path("data").path(0).propertyNames())
                .containsExactlyInAnyOrder("id", "text", "edit_history_tweet_ids");
        assertThat(timeline("max_results=5&tweet.fields=created_at,public_metrics")
                        .json()
                        .path("data")
                        .path(0)
                        .path("public_metrics")
                        .has("like_count"))
                .isTrue();
    }

    @Test
    void without_posts_there_is_no_data() {
        var reply = timeline("start_time=2035-01-01T00:00:00Z");

        assertThat(reply.json().has("data")).isFalse();
        assertThat(reply.json().path("meta").path("result_count").asInt(-1)).isZero();
    }

    @Test
    void a_time_and_an_id_let_only_later_posts_through() {
        var entries = world.sandbox.entries("twitter");
        var before = entries.of(DialectWorld.LINH).getLast();
        var made = entries.add(DialectWorld.LINH, "post", "Just now");

        var since = timeline("since_id=" + before.id()).json().path("data");
        assertThat(since.size()).isEqualTo(1);
        assertThat(since.path(0).path("id").asString()).isEqualTo(made.id());
        assertThat(timeline("start_time="
                                + made.createdAt().minusSeconds(5).toString().substring(0, 19) + "Z")
                        .json()
                        .path("data")
                        .size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_results=4",
                "max_results=101",
                "tweet.fields=secrets",
                "start_time=yesterday",
                "start_time=2026-11-21T08:00:00.123Z",
                "pagination_token=!",
                "page=2"
            })
    void what_x_does_not_understand_is_refused_and_named(String query) {
        var refused = timeline(query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors").path(0).path("parameters").has(query.substring(0, query.indexOf('='))))
                .isTrue();
    }

    @Test
    void nobody_is_a_success_with_errors_alone() {
        var reply = world.api("/2/users/1/tweets", token);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("data")).isFalse();
        assertThat(reply.json().path("errors").path(0).path("type").asString()).endsWith("resource-not-found");
    }

    @Test
    void too_many_in_a_window_wait_for_its_reset_which_every_answer_tells() {
        world.knobs().set(TwitterKnobs.TIMELINES_PER_WINDOW, 1L);
        assertThat(timeline("max_results=5").header("x-rate-limit-remaining")).isEqualTo("0");
        var refused = timeline("max_results=5");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEmpty();
        assertThat(Long.parseLong(refused.header("x-rate-limit-reset"))).isPositive();
        world.pass(Duration.ofMinutes(15));
        assertThat(timeline("max_results=5").status()).isEqualTo(200);
    }

    private Reply timeline(String query) {
        return world.api("/2/users/" + linh + "/tweets?" + query, token);
    }
}
