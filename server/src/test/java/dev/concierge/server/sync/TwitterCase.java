package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in the form of X's API, version 2. */
final class TwitterCase implements StreamCase {
    private static final Step ME = ok("{\"data\":{\"id\":\"2244994945\",\"name\":\"Ada\",\"username\":\"ada\"}}");

    @Override
    public String stream() {
        return "twitter.api.posts";
    }

    @Override
    public Set<String> scopes() {
        return Set.of("users.read", "tweet.read", "offline.access");
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                ME,
                page("7140w", post("104", "Fourth", 1), post("103", "Third", 2)),
                page(null, post("102", "Second", 3), post("101", "First", 4)));
    }

    @Override
    public int records() {
        return 4;
    }

    /** A new post, new figures, and a post that was edited: its earlier version is gone. */
    @Override
    public List<Step> changes() {
        return List.of(page(
                null,
                post("105", "Third, said better", 0).replace("[\"105\"]", "[\"103\",\"105\"]"),
                post("104", "Fourth", 100)));
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(ok("{\"meta\":{\"result_count\":0}}"));
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                page("7140x", post("104", "Fourth", 1)),
                new Step.Answer(
                        400,
                        "{\"errors\":[{\"parameters\":{\"pagination_token\":[\"7140x\"]},\"message\":\"The `pagination_token`"
                                + " query parameter value [7140x] is not valid\"}],\"title\":\"Invalid Request\",\"detail\":\"One or"
                                + " more parameters to your request was invalid.\",\"type\":\"https://api.x.com/2/problems/invalid-request\"}"),
                page("7140y", post("106", "New", 0), post("104", "Fourth", 1)),
                page(null, post("102", "Second", 3), post("101", "First", 4)));
    }

    @Override
    public List<Step> malformed() {
        List<Step> steps = new ArrayList<>(firstRun());
        steps.set(
                1,
                page(
                        "7140w",
                        post("104", "Fourth", 1),
                        "{\"id\":\"99\",\"created_at\":\"2026-11-01T09:00:00.000Z\"}",
                        post("103", "Third", 2)));
        return steps;
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                ME,
                page("7140w", post("104", "Fourth", 1), post("104", "Fourth", 1), post("103", "Third", 2)),
                page(null, post("103", "Third", 2), post("102", "Second", 3), post("101", "First", 4)));
    }

    @Override
    public List<Step> largest(int items) {
        return List.of(
                ME,
                page(
                        null,
                        IntStream.range(0, items)
                                .mapToObj(i -> post(Integer.toString(1000 - i), "Post " + i, i))
                                .toArray(String[]::new)));
    }

    @Override
    public int largest() {
        return 100;
    }

    @Override
    public Step busy() {
        return busy(null);
    }

    @Override
    public Step busy(int seconds) {
        return busy(Duration.ofSeconds(seconds));
    }

    private static Step busy(@Nullable Duration retryAfter) {
        return new Step.Answer(
                429,
                "{\"title\":\"Too Many Requests\",\"detail\":\"Too Many Requests\",\"type\":\"about:blank\",\"status\":429}",
                retryAfter,
                Map.of());
    }

    @Override
    public Step notAllowed() {
        return new Step.Answer(
                403, "{\"title\":\"Forbidden\",\"detail\":\"Forbidden\",\"type\":\"about:blank\",\"status\":403}");
    }

    @Override
    public List<Step> circle() {
        Step round = page("7140z");
        return List.of(ME, round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(
                ok("[]"),
                ok("{\"data\":{},\"meta\":{\"result_count\":0}}"),
                ok("{\"meta\":{\"result_count\":2}}"),
                ok("{\"errors\":[{\"type\":\"https://api.x.com/2/problems/resource-not-found\"}]}")));
        return all;
    }

    private static Step page(@Nullable String next, String... posts) {
        return ok("{" + (posts.length == 0 ? "" : "\"data\":[" + String.join(",", posts) + "],")
                + "\"meta\":{\"result_count\":" + posts.length
                + (next == null ? "" : ",\"next_token\":\"" + next + "\"") + "}}");
    }

    private static String post(String id, String text, int likes) {
        return "{\"id\":\"" + id + "\",\"text\":\"" + text
                + "\",\"created_at\":\"2026-11-01T09:00:00.000Z\",\"edit_history_tweet_ids\":[\"" + id
                + "\"],\"public_metrics\":{\"retweet_count\":0,\"reply_count\":0,\"like_count\":" + likes
                + ",\"quote_count\":0}}";
    }
}
