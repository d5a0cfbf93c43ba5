package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What a person posted at X, with its public figures ({@code GET /2/users/{id}/tweets}). Each post that is read is paid for, once in a day however often. So
 * most runs read the posts of the last week before the last run, whose figures still move, and a pass over everything once a week shows what was deleted.
 * X gives the newest 3,200 posts.
 */
@Component
class TwitterPostsStream implements Stream<TwitterCheckpoint>, ShowsFigures {
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "twitter.api.posts", "Posts", Kind.POST, "twitter", "v2", Set.of("tweet.read"), Duration.ofHours(6));
    private static final Duration FULL_PASS_EVERY = Duration.ofDays(7);
    private static final Duration FIGURES_MOVE = Duration.ofDays(7);
    private static final int PER_PAGE = 100;
    private static final String FIELDS =
            "created_at,public_metrics,edit_history_tweet_ids,referenced_tweets,conversation_id,lang";

    /** What somebody else's post that was passed on is told to have is that one's. */
    private static final String OWN =
            "$ ? (!exists(@.referenced_tweets[*] ? (@.type == \"retweeted\"))).public_metrics.";

    private static final Map<Figure, List<String>> COUNTED = Map.of(
            Figure.VIEWS, List.of(OWN + "impression_count"),
            Figure.LIKES, List.of(OWN + "like_count"),
            Figure.COMMENTS, List.of(OWN + "reply_count"),
            Figure.SHARES, List.of(OWN + "retweet_count", OWN + "quote_count"));

    private final ApiErrors errors = new TwitterApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<TwitterCheckpoint> checkpointType() {
        return TwitterCheckpoint.class;
    }

    @Override
    public TwitterCheckpoint start() {
        return TwitterCheckpoint.START;
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public Map<Figure, List<String>> figures() {
        return COUNTED;
    }

    @Override
    public FetchOutcome<TwitterCheckpoint> fetchPage(Api api, TwitterCheckpoint checkpoint) {
        return checkpoint.user() == null ? who(api) : posts(api, checkpoint, checkpoint.user());
    }

    private static FetchOutcome<TwitterCheckpoint> who(Api api) {
        return switch (api.ask(ApiRequest.of("/users/me").build())) {
            case ApiOutcome.Answered answered -> {
                String id = answered.body().path("data").path("id").asString("");
                yield id.isEmpty()
                        ? new FetchOutcome.Interrupted<>(ApiOutcome.garbage())
                        : FetchOutcome.Page.moved(new TwitterCheckpoint(id, Cursor.START));
            }
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<TwitterCheckpoint> posts(Api api, TwitterCheckpoint checkpoint, String user) {
        Cursor cursor = begun(checkpoint.cursor().renewed(api.now(), FULL_PASS_EVERY), api.now());
        ApiRequest request = ApiRequest.of("/users/{id}/tweets", user)
                .with("max_results", PER_PAGE)
                .with("tweet.fields", FIELDS)
                .withIf("start_time", from(cursor.feed()))
                .withIf("pagination_token", cursor.page())
                .build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> page(checkpoint, cursor, answered.body(), api.now());
            case ApiOutcome.TooOld() when !cursor.begins() -> new FetchOutcome.TooOld<>(checkpoint.at(Cursor.START));
            case ApiOutcome other -> other.interrupted();
        };
    }

    /** The next run goes on from when this one began. */
    private static Cursor begun(Cursor cursor, Instant now) {
        return cursor.begins()
                ? cursor.remembering(now.truncatedTo(ChronoUnit.SECONDS).toString())
                : cursor;
    }

    private static @Nullable String from(@Nullable String lastRun) {
        return lastRun == null
                ? null
                : Instant.parse(lastRun).minus(FIGURES_MOVE).toString();
    }

    private static FetchOutcome<TwitterCheckpoint> page(
            TwitterCheckpoint checkpoint, Cursor cursor, JsonNode body, Instant now) {
        JsonNode count = body.path("meta").path("result_count");
        JsonNode data = body.path("data");
        // without anything to tell there is no data, and with errors alone there is no count
        boolean empty = data.isMissingNode() && count.asInt(0) == 0;
        if (!count.isIntegralNumber() || !(data.isArray() || empty)) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        String nextPage = body.path("meta").path("next_token").asString("");
        return checkpoint.page(
                nextPage.isEmpty()
                        ? cursor.last(TwitterPosts.items(data), cursor.coming(), now)
                        : cursor.more(TwitterPosts.items(data), nextPage, now));
    }
}
