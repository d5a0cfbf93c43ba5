package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The versioned API of organisations (fields 4, 10, 11, 15): who runs which, what they posted, and its figures. */
final class RestApi {
    private static final Set<String> READS_POSTS = Set.of("r_organization_social", "rw_organization_admin");
    private static final Set<String> READS_ROLES =
            Set.of("r_organization_social", "r_organization_admin", "rw_organization_admin");
    private static final Set<String> READS_FIGURES = Set.of("r_organization_admin", "rw_organization_admin");

    /** A version lives about a year. */
    private static final Pattern VERSION = Pattern.compile("20(25(11|12)|26(0[1-9]|1[0-2]))");

    private static final Pattern LIST = Pattern.compile("List\\((.*)\\)");
    private static final int MOST = 100;

    private final Bearer bearer;
    private final LinkedinErrors errors;
    private final Entries posts;
    private final KnobBoard knobs;

    RestApi(Bearer bearer, LinkedinErrors errors, Entries posts, KnobBoard knobs) {
        this.bearer = bearer;
        this.errors = errors;
        this.posts = posts;
        this.knobs = knobs;
    }

    /** {@code GET /rest/organizationAcls?q=roleAssignee}. */
    Answer roles(Request request) {
        return let(request, READS_ROLES, "GET /organizationAcls", token -> {
            if (!request.query().get("q", "").equals("roleAssignee")) {
                return errors.parameter("q");
            }
            List<JsonNode> roles = new ArrayList<>();
            for (var organization : Organizations.of(token.account())) {
                roles.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("role", "ADMINISTRATOR")
                        .put("organization", organization)
                        .put("state", "APPROVED"));
            }
            return page(request, roles);
        });
    }

    /** {@code GET /rest/posts?q=author}. */
    Answer posts(Request request) {
        return let(request, READS_POSTS, "GET /posts", token -> {
            var query = request.query();
            var author = query.get("author", "");
            if (!query.get("q", "").equals("author") || author.isEmpty()) {
                return errors.parameter("author");
            }
            if (!Organizations.of(token.account()).contains(author)) {
                return errors.insufficientScope("GET /posts");
            }
            boolean changed = query.get("sortBy", "LAST_MODIFIED").equals("LAST_MODIFIED");
            List<Entry> all = new ArrayList<>(of(token, author).reversed());
            if (changed) {
                all.sort((one, other) -> other.updatedAt().compareTo(one.updatedAt()));
            }
            return page(request, all.stream().<JsonNode>map(RestApi::post).toList());
        });
    }

    /** {@code GET /rest/organizationalEntityShareStatistics}, for posts that are named. */
    Answer figures(Request request) {
        return let(request, READS_FIGURES, "GET /organizationalEntityShareStatistics", token -> {
            var query = request.query();
            var organization = query.get("organizationalEntity", "");
            if (!query.get("q", "").equals("organizationalEntity")
                    || !Organizations.of(token.account()).contains(organization)) {
                return errors.parameter("organizationalEntity");
            }
            List<JsonNode> figures = new ArrayList<>();
            for (var kind : List.of("shares", "ugcPosts")) {
                var asked = listed(query.get(kind, "List()"));
                of(token, organization).stream()
                        .filter(post -> asked.contains(post.id()))
                        .map(post -> figures(kind.equals("shares") ? "share" : "ugcPost", post))
                        .forEach(figures::add);
            }
            return page(request, figures, 0, figures.size());
        });
    }

    private Answer let(Request request, Set<String> oneOf, String method, Function<AccessToken, Answer> then) {
        var version = request.header("LinkedIn-Version").orElse("");
        if (version.isEmpty()) {
            return errors.versionMissing();
        }
        if (!VERSION.matcher(version).matches()) {
            return errors.versionEnded(version);
        }
        return bearer.require(
                request,
                oneOf,
                method,
                token -> knobs.get(LinkedinKnobs.THROTTLED) ? errors.throttled() : then.apply(token));
    }

    private List<Entry> of(AccessToken token, String organization) {
        return posts.of(token.account(), Organizations.POST).stream()
                .filter(post -> post.place().equals(organization))
                .toList();
    }

    private static Set<String> listed(String text) {
        var list = LIST.matcher(text);
        return list.matches() ? Set.copyOf(Arrays.asList(list.group(1).split(",", -1))) : Set.of();
    }

    private static Answer page(Request request, List<JsonNode> all) {
        int count = Math.min(MOST, number(request.query(), "count", 10));
        return page(request, all, number(request.query(), "start", 0), count);
    }

    private static Answer page(Request request, List<JsonNode> all, int start, int count) {
        var body = JsonNodeFactory.instance.objectNode();
        var paging = body.putObject("paging").put("start", start).put("count", count);
        var links = paging.putArray("links");
        int end = Math.min(all.size(), start + count);
        if (end < all.size()) {
            links.addObject()
                    .put("type", "application/json")
                    .put("rel", "next")
                    .put("href", request.path() + "?start=" + end + "&count=" + count);
        }
        var elements = body.putArray("elements");
        all.subList(Math.min(start, end), end).forEach(elements::add);
        return Answer.json(200, body).outcome(start == 0 ? "listed" : "more");
    }

    private static int number(Parameters query, String name, int usual) {
        var text = query.get(name, "");
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : usual;
    }

    private static ObjectNode post(Entry post) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("id", post.id())
                .put("author", post.place())
                .put("commentary", post.text())
                .put("visibility", "PUBLIC")
                .put("lifecycleState", "PUBLISHED")
                .put("createdAt", post.createdAt().toEpochMilli())
                .put("publishedAt", post.createdAt().toEpochMilli())
                .put("lastModifiedAt", post.updatedAt().toEpochMilli());
        node.putObject("distribution").put("feedDistribution", "MAIN_FEED");
        return node;
    }

    private static ObjectNode figures(String kind, Entry post) {
        var node = JsonNodeFactory.instance.objectNode().put(kind, post.id()).put("organizationalEntity", post.place());
        node.putObject("totalShareStatistics")
                .put("likeCount", post.likes())
                .put("commentCount", post.likes() / 2)
                .put("shareCount", post.likes() / 3)
                .put("clickCount", post.likes() * 2)
                .put("impressionCount", post.likes() * 40)
                .put("uniqueImpressionsCount", post.likes() * 30)
                .put("engagement", 0.05);
        return node;
    }
}
