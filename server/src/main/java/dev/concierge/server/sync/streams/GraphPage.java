package dev.concierge.server.sync.streams;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of a delta query of Microsoft Graph (guide "Use delta query"): {@code value}, and either where the page after it is or, on the last one, where
 * changes are asked for.
 *
 * @param next what {@link ApiRequest#exactly} wants for the next page; null on the last one
 * @param delta what it wants for the next round; null on all but the last one
 */
record GraphPage(
        JsonNode value, @Nullable String next, @Nullable String delta) {
    /** Without it an Outlook id changes when its item moves to another folder. */
    private static final String STAYING_IDS = "IdType=\"ImmutableId\"";

    /** Reads an answer; empty when it is no such page, or goes on where no link may lead. */
    static Optional<GraphPage> read(Api api, ApiOutcome.Answered answered) {
        JsonNode body = answered.body();
        String nextLink = body.path("@odata.nextLink").asString("");
        String deltaLink = body.path("@odata.deltaLink").asString("");
        if (!body.path("value").isArray() || nextLink.isEmpty() == deltaLink.isEmpty()) {
            return Optional.empty();
        }
        boolean goesOn = !nextLink.isEmpty();
        return api.below(goesOn ? nextLink : deltaLink)
                .map(place -> new GraphPage(body.path("value"), goesOn ? place : null, goesOn ? null : place));
    }

    /** What Outlook's queries ask for beside their path, on every page. */
    static String prefer(int pageSize) {
        return "odata.maxpagesize=" + pageSize + ", outlook.timezone=\"UTC\", " + STAYING_IDS;
    }
}
