package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /2/users/{id}/tweets} (field 15): newest first, the newest 3,200; no data where there is nothing. */
final class TimelineEndpoint {
    private static final int REACH = 3_200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Tokens tokens;
    private final Entries posts;
    private final TwitterGate gate;

    TimelineEndpoint(Tokens tokens, Entries posts) {
        this.tokens = tokens;
        this.posts = posts;
        this.gate = new TwitterGate(tokens, TwitterKnobs.TIMELINES_PER_WINDOW);
    }

    Answer answer(Request request) {
        return gate.let(request, "users/:id/tweets", _ -> asked(request));
    }

    private Answer asked(Request request) {
        var life = Duration.ofSeconds(tokens.knobs().get(TwitterKnobs.PAGINATION_LIFE_SECONDS));
        try {
            var query = TimelineQuery.of(request.query(), tokens.now(), life);
            var author = author(request.variable("id"));
            return author == null ? nobody(request.variable("id")) : page(query, author);
        } catch (TimelineQuery.Wrong wrong) {
            return TwitterProblems.invalidParameter(
                    wrong.parameter(), wrong.value(), String.valueOf(wrong.getMessage()));
        }
    }

    private @Nullable Person author(String id) {
        return tokens.shared().people().all().stream()
                .filter(person -> TwitterAccounts.id(person).equals(id))
                .findFirst()
                .orElse(null);
    }

    private Answer page(TimelineQuery query, Person author) {
        var matching = posts.of(author.account(), TwitterPosts.POST).reversed().stream()
                .limit(REACH)
                .filter(post -> matches(query, post))
                .toList();
        var page = matching.subList(0, Math.min(query.size(), matching.size()));
        var body = JsonNodeFactory.instance.objectNode();
        if (!page.isEmpty()) {
            var data = body.putArray("data");
            page.forEach(post -> data.add(post(post, author).retain(query.fields())));
        }
        var meta = body.putObject("meta").put("result_count", page.size());
        if (!page.isEmpty()) {
            meta.put("newest_id", page.getFirst().id())
                    .put("oldest_id", page.getLast().id());
        }
        if (page.size() < matching.size()) {
            meta.put("next_token", TimelineQuery.pageAfter(page.getLast().id(), tokens.now()));
        }
        return Answer.json(200, body).outcome(query.before() == null ? "timeline" : "more");
    }

    private static boolean matches(TimelineQuery query, Entry post) {
        var from = query.from();
        long id = Long.parseLong(post.id());
        return (from == null || !post.createdAt().isBefore(from))
                && (query.sinceId() == null || id > query.sinceId())
                && (query.before() == null || id < query.before());
    }

    private static ObjectNode post(Entry post, Person author) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("id", post.id())
                .put("text", post.text())
                .put("author_id", TwitterAccounts.id(author))
                .put("created_at", time(post.createdAt()))
                .put("conversation_id", post.id())
                .put("lang", "en");
        node.putArray("edit_history_tweet_ids").add(post.id());
        node.putObject("public_metrics")
                .put("retweet_count", post.likes() / 3)
                .put("reply_count", post.likes() / 2)
                .put("like_count", post.likes())
                .put("quote_count", 0)
                .put("bookmark_count", 0)
                .put("impression_count", post.likes() * 40);
        return node;
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** Status 200 with errors alone. */
    private static Answer nobody(String id) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors")
                .addObject()
                .put("value", id)
                .put("detail", "Could not find user with id: [" + id + "].")
                .put("title", "Not Found Error")
                .put("resource_type", "user")
                .put("parameter", "id")
                .put("resource_id", id)
                .put("type", TwitterProblems.type("resource-not-found"));
        return Answer.json(200, body).outcome("resource_not_found");
    }
}
