package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /user/repos}, {@code /issues} and {@code /notifications} (field 15). Without {@code repo} only what everybody may see is listed; a token
 * of a GitHub App sees what the app was installed for, and no notifications.
 */
final class GithubLists {
    private static final int MOST = 100;
    private static final int MOST_NOTIFICATIONS = 50;
    private static final Set<String> READ_NOTIFICATIONS = Set.of("notifications", "repo");
    private static final Set<String> FILTERS = Set.of("assigned", "created", "mentioned", "subscribed", "repos", "all");
    private static final Set<String> STATES = Set.of("open", "closed", "all");

    private final GithubApi api;
    private final Things things;
    private final People people;
    private final KnobBoard knobs;
    private final String base;
    private final GithubThings json;

    /** @param base the API's address */
    GithubLists(GithubApi api, Things things, People people, KnobBoard knobs, String base, GithubThings json) {
        this.api = api;
        this.things = things;
        this.people = people;
        this.knobs = knobs;
        this.base = base;
        this.json = json;
    }

    Answer repositories(Request request) {
        return api.limited(request, "", token -> {
            var all = written(token, GithubThings.REPOSITORIES, _ -> true)
                    .filter(each -> seesPrivate(token) || !each.path("private").asBoolean(false))
                    .sorted(order(request.query(), "full_name", "asc"))
                    .toList();
            return GithubPages.answer(request, base + "/user/repos", all, MOST);
        });
    }

    Answer issues(Request request) {
        return api.limited(request, "", token -> {
            var query = request.query();
            var since = time(query.get("since"));
            if (!FILTERS.contains(query.get("filter", "assigned"))
                    || !STATES.contains(query.get("state", "open"))
                    || since.isEmpty()) {
                return GithubErrors.error(422, "Validation Failed").outcome("invalid");
            }
            var state = query.get("state", "open");
            var hidden = hiddenRepositories(token);
            var all = written(token, GithubThings.ISSUES, changedSince(since.get()))
                    .filter(each -> state.equals("all")
                            || each.path("state").asString("").equals(state))
                    .filter(each -> !hidden.contains(
                            each.path("repository").path("name").asString("")))
                    .sorted(order(query, "created", "desc"))
                    .toList();
            return GithubPages.answer(request, base + "/issues", all, MOST);
        });
    }

    Answer notifications(Request request) {
        return api.limited(request, "notifications, repo", token -> {
            if (knobs.get(GithubKnobs.GITHUB_APP)) {
                return GithubErrors.error(403, "Resource not accessible by integration")
                        .outcome("insufficient_scope");
            }
            if (Collections.disjoint(token.scopes(), READ_NOTIFICATIONS)) {
                return GithubErrors.notFound().because("insufficient_scope");
            }
            return listed(request, token)
                    .with("X-Poll-Interval", Long.toString(knobs.get(GithubKnobs.POLL_INTERVAL_SECONDS)));
        });
    }

    private Answer listed(Request request, AccessToken token) {
        var query = request.query();
        var since = time(query.get("since"));
        if (since.isEmpty()) {
            return GithubErrors.error(422, "Validation Failed").outcome("invalid");
        }
        var modified = modified(token);
        if (unchanged(request, modified)) {
            return GithubPages.unchanged().with("Last-Modified", httpDate(modified));
        }
        boolean read = query.get("all", "false").equals("true");
        var all = written(token, GithubThings.NOTIFICATIONS, changedSince(since.get()))
                .filter(each -> read || each.path("unread").asBoolean(false))
                .sorted(order(query.and("sort", "updated"), "updated", "desc"))
                .toList();
        return GithubPages.answer(request, base + "/notifications", all, MOST_NOTIFICATIONS)
                .with("Last-Modified", httpDate(modified));
    }

    private Stream<ObjectNode> written(AccessToken token, String kind, Predicate<Thing> wanted) {
        var person = people.get(token.subject());
        return things.of(token.subject(), kind).stream().filter(wanted).map(each -> json.json(each, person));
    }

    private boolean seesPrivate(AccessToken token) {
        return token.scopes().contains("repo") || knobs.get(GithubKnobs.GITHUB_APP);
    }

    private Set<String> hiddenRepositories(AccessToken token) {
        return seesPrivate(token)
                ? Set.of()
                : things.of(token.subject(), GithubThings.REPOSITORIES).stream()
                        .filter(each -> each.content().path("private").asBoolean(false))
                        .map(each -> each.text("name"))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Predicate<Thing> changedSince(Instant since) {
        return each -> !each.updatedAt().truncatedTo(ChronoUnit.SECONDS).isBefore(since);
    }

    /** Those of the same time come in the order of their numbers. */
    private static Comparator<ObjectNode> order(Parameters query, String usual, String usualDirection) {
        var member = switch (query.get("sort", usual)) {
            case "full_name" -> "full_name";
            case "updated" -> "updated_at";
            case "pushed" -> "pushed_at";
            default -> "created_at";
        };
        var order = Comparator.comparing((ObjectNode each) -> each.path(member).asString(""))
                .thenComparingLong(each -> each.path("id").asLong(0));
        return query.get("direction", usualDirection).equals("desc") ? order.reversed() : order;
    }

    private Instant modified(AccessToken token) {
        return things.all(token.subject(), GithubThings.NOTIFICATIONS).stream()
                .map(Thing::updatedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean unchanged(Request request, Instant modified) {
        try {
            return request.header("If-Modified-Since")
                    .map(known -> ZonedDateTime.parse(known, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(known -> !modified.isAfter(known.toInstant()))
                    .orElse(false);
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** The beginning of time when nothing is said; empty for what is no time. */
    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.of(text == null ? Instant.EPOCH : Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
