package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.RateWindow;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code POST /v1/search} (fields 10, 11, 15): what the connection was given and what is below it; nothing of the trash. */
final class SearchEndpoint {
    /** From this version on databases hold data sources. */
    private static final String DATA_SOURCES_SINCE = "2025-09-03";

    private static final String TRASH_SINCE = "2026-03-11";

    private final Tokens tokens;
    private final Entries entries;
    private final Bearer bearer;
    private final RateWindow window;

    SearchEndpoint(Tokens tokens, Entries entries) {
        this.tokens = tokens;
        this.entries = entries;
        this.bearer = new Bearer(tokens.access(), NotionErrors.REFUSALS);
        this.window = new RateWindow(
                tokens.shared().clock(), Duration.ofMinutes(1), tokens.knobs(), NotionKnobs.REQUESTS_PER_MINUTE);
    }

    Answer answer(Request request) {
        return NotionRequests.versionProblem(request)
                .orElseGet(() -> bearer.require(
                        request, Set.of(Capabilities.READ_CONTENT), "search", token -> counted(request, token)));
    }

    private Answer counted(Request request, AccessToken token) {
        var state = window.count(token.project() + " " + token.account());
        if (state.over()) {
            long seconds = Duration.between(tokens.now(), state.resetAt()).toSeconds() + 1;
            return NotionErrors.rateLimited().with("Retry-After", Long.toString(seconds));
        }
        var version = request.header("Notion-Version").orElseThrow();
        boolean sources = version.compareTo(DATA_SOURCES_SINCE) >= 0;
        try {
            var database = sources ? NotionContent.DATA_SOURCE : "database";
            return found(SearchBody.of(request, database), token, version, database);
        } catch (SearchBody.Wrong wrong) {
            return NotionErrors.error(400, "validation_error", String.valueOf(wrong.getMessage()));
        } catch (BadRequest _) {
            return NotionErrors.error(400, "invalid_json", "Error parsing JSON body.");
        }
    }

    private Answer found(SearchBody search, AccessToken token, String version, String database) {
        var all = matching(search, token);
        int from = search.cursor() == null ? 0 : position(all, search.cursor());
        if (from < 0) {
            return NotionErrors.error(
                    400, "validation_error", "The start_cursor provided is invalid: " + search.cursor());
        }
        int to = Math.min(all.size(), from + search.size());
        var body = JsonNodeFactory.instance.objectNode().put("object", "list");
        var results = body.putArray("results");
        var trash = version.compareTo(TRASH_SINCE) >= 0 ? "in_trash" : "archived";
        all.subList(from, to)
                .forEach(entry -> results.add(NotionObjects.of(
                        entry, entry.kind().equals(NotionContent.PAGE) ? NotionContent.PAGE : database, trash)));
        boolean more = to < all.size();
        body.put("next_cursor", more ? all.get(to).id() : null)
                .put("has_more", more)
                .put("type", "page_or_" + database)
                .put("request_id", NotionErrors.requestId());
        body.putObject("page_or_" + database);
        return Answer.json(200, body).outcome(search.cursor() == null ? "found" : "more");
    }

    private List<Entry> matching(SearchBody search, AccessToken token) {
        var shared = tokens.grants()
                .find(token.project(), token.account())
                .map(Grant::choices)
                .map(choices -> choices.getOrDefault(Bots.PAGE, List.of()))
                .orElse(List.of());
        var order = Comparator.comparing(NotionObjects::editedAt).thenComparing(Entry::id);
        var object = search.object();
        return entries.of(token.account()).stream()
                .filter(entry -> shared.contains(entry.place()))
                .filter(entry -> object == null
                        || object.equals(NotionContent.PAGE) == entry.kind().equals(NotionContent.PAGE))
                .filter(entry -> entry.text()
                        .toLowerCase(Locale.ROOT)
                        .contains(search.query().toLowerCase(Locale.ROOT)))
                .sorted(search.ascending() ? order : order.reversed())
                .toList();
    }

    private static int position(List<Entry> all, String id) {
        return all.stream().map(Entry::id).toList().indexOf(id);
    }
}
