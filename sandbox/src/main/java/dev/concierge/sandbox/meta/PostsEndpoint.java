package dev.concierge.sandbox.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.meta.MetaTokens.Checked.Good;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /{page-id}/published_posts} (fields 4, 10, 15): a Page's posts, newest first, for the Page's own token only. */
final class PostsEndpoint {
    private static final String READ = "pages_read_engagement";
    private static final String INSIGHTS = "read_insights";
    private static final String UNIQUE_VIEWS = "post_total_media_view_unique";
    private static final Set<String> FIELDS = Set.of(
            "id",
            "message",
            "created_time",
            "updated_time",
            "permalink_url",
            "status_type",
            "shares",
            "attachments",
            "reactions",
            "comments",
            "insights");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+0000'").withZone(ZoneOffset.UTC);
    private static final int USUAL = 25;
    private static final int MOST = 100;

    private final GraphApi api;
    private final Consents consents;
    private final Entries posts;
    private final String address;

    PostsEndpoint(GraphApi api, Consents consents, Entries posts, String address) {
        this.api = api;
        this.consents = consents;
        this.posts = posts;
        this.address = address;
    }

    Answer answer(Request request) {
        return api.call(request, good -> {
            var page = good.token().subject();
            if (good.fact().kind() != TokenFact.Kind.PAGE) {
                return MetaError.USER_TOKEN.answer();
            }
            if (!Set.of("me", page).contains(request.variable("node"))) {
                return MetaError.missing(request.variable("node")).answer();
            }
            if (!consents.holds(good.grant(), READ)) {
                return MetaError.permission(READ).answer();
            }
            return listed(request, good, page);
        });
    }

    private Answer listed(Request request, Good good, String page) {
        var fields = names(request.query().get("fields", "id,created_time,message"));
        var unknown = fields.stream().filter(each -> !FIELDS.contains(each)).findFirst();
        if (unknown.isPresent()) {
            return MetaError.parameter("(#100) Tried accessing nonexisting field (" + unknown.get() + ")")
                    .answer();
        }
        var insights = insights(request.query().get("fields", ""), fields, good);
        return insights == null ? page(request, good, page, fields) : insights.answer();
    }

    /** Why the figures that are asked for cannot be had; null when they can, or are not asked for. */
    private @Nullable MetaError insights(String asked, List<String> fields, Good good) {
        if (!fields.contains("insights")) {
            return null;
        }
        if (!consents.holds(good.grant(), INSIGHTS)) {
            return MetaError.denied(INSIGHTS);
        }
        return asked.contains("insights.metric(" + UNIQUE_VIEWS + ")")
                ? null
                : MetaError.parameter("(#100) The value must be a valid insights metric");
    }

    private Answer page(Request request, Good good, String page, List<String> fields) {
        var all = posts.of(good.token().account(), PagePosts.POST).reversed().stream()
                .filter(post -> post.place().equals(page))
                .toList();
        int limit = Math.min(MOST, number(request.query(), "limit"));
        var after = after(request.query());
        int from = after.isEmpty() ? 0 : position(all, after) + 1;
        if (!after.isEmpty() && from == 0) {
            return MetaError.parameter("(#100) Invalid cursor").answer();
        }
        var shown = all.subList(from, Math.min(all.size(), from + limit));
        var body = JsonNodeFactory.instance.objectNode();
        var data = body.putArray("data");
        shown.forEach(post -> data.add(post(post).retain(fields).put("id", post.id())));
        if (!shown.isEmpty()) {
            paging(body, good, shown, from + shown.size() < all.size(), request);
        }
        return Answer.json(200, body).outcome(after.isEmpty() ? "posts" : "more");
    }

    /** The address of the next page holds the token, as Meta's does. */
    private void paging(ObjectNode body, Good good, List<Entry> shown, boolean more, Request request) {
        var paging = body.putObject("paging");
        var last = cursor(shown.getLast());
        paging.putObject("cursors").put("before", cursor(shown.getFirst())).put("after", last);
        if (more) {
            paging.put(
                    "next",
                    address + "/v26.0/" + good.token().subject() + "/published_posts?access_token="
                            + Parameters.encode(good.token().value()) + "&fields="
                            + Parameters.encode(request.query().get("fields", "")) + "&limit="
                            + number(request.query(), "limit") + "&after=" + last);
        }
    }

    private static ObjectNode post(Entry post) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("message", post.text())
                .put("created_time", TIME.format(post.createdAt()))
                .put("updated_time", TIME.format(post.updatedAt()))
                .put("permalink_url", "https://www.facebook.com/" + post.id().replace("_", "/posts/"))
                .put("status_type", "mobile_status_update");
        if (post.likes() > 2) {
            node.putObject("shares").put("count", post.likes() / 3);
        }
        summary(node, "reactions", post.likes());
        summary(node, "comments", post.likes() / 2);
        var insights = node.putObject("insights")
                .putArray("data")
                .addObject()
                .put("name", UNIQUE_VIEWS)
                .put("period", "lifetime");
        insights.putArray("values").addObject().put("value", post.likes() * 40);
        return node;
    }

    private static void summary(ObjectNode node, String name, long count) {
        var edge = node.putObject(name);
        edge.putArray("data");
        edge.putObject("summary").put("total_count", count);
    }

    /** The names of fields at the top; what stands in parentheses and braces behind one belongs to it. */
    static List<String> names(String fields) {
        var names = new ArrayList<String>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i <= fields.length(); i++) {
            char c = i == fields.length() ? ',' : fields.charAt(i);
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                names.add(fields.substring(begin, i).split("[.({]", 2)[0]);
                begin = i + 1;
            }
        }
        return names;
    }

    private static int number(Parameters query, String name) {
        var text = query.get(name, Integer.toString(USUAL));
        return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : USUAL;
    }

    private static int position(List<Entry> all, String id) {
        return all.stream().map(Entry::id).toList().indexOf(id);
    }

    private static String cursor(Entry post) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(post.id().getBytes(UTF_8));
    }

    /** The id of the post before; empty at the beginning. */
    private static String after(Parameters query) {
        try {
            return new String(Base64.getUrlDecoder().decode(query.get("after", "")), UTF_8);
        } catch (IllegalArgumentException _) {
            return "?";
        }
    }
}
