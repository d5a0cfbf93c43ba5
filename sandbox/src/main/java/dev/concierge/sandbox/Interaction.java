package dev.concierge.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trip of a browser through the provider's pages. Bound to the browser's session; over after one decision or 30 minutes.
 *
 * @param account who was chosen, or null so far
 * @param chosen what was chosen at each {@link Step} so far, by its name
 */
record Interaction(
        String id,
        String session,
        Asked asked,
        @Nullable String account,
        Map<String, List<String>> chosen,
        Instant expiresAt) {

    Interaction {
        chosen = chosen == null ? Map.of() : Map.copyOf(chosen); // null: from the data file of an older sandbox
    }

    /** The same trip as somebody else: what was chosen before is forgotten. */
    Interaction by(String other) {
        return new Interaction(id, session, asked, other, Map.of(), expiresAt);
    }

    Interaction asking(Asked other) {
        return new Interaction(id, session, other, account, chosen, expiresAt);
    }

    Interaction choosing(String step, List<String> values) {
        var all = new LinkedHashMap<>(chosen);
        all.put(step, List.copyOf(values));
        return new Interaction(id, session, asked, account, all, expiresAt);
    }
}
