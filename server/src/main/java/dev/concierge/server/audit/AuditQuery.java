package dev.concierge.server.audit;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the whole trail; null narrows nothing.
 *
 * @param accountId whose data it is about
 * @param actor exactly, as {@code person:<id>} or {@code system}
 * @param action exactly, as {@code account.role}
 * @param target exactly, as {@code kind:id}
 * @param from the earliest moment
 * @param until the moment before which it was; itself not included
 */
public record AuditQuery(
        @Nullable UUID accountId,
        @Nullable String actor,
        @Nullable String action,
        AuditEvent.@Nullable Outcome outcome,
        @Nullable String target,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** Everything. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null);

    /** What narrows it, by name, for the trail: {@code account}, {@code actor}, {@code action}, {@code outcome}, {@code target}, {@code from}, {@code until}. */
    public Map<String, String> words() {
        Map<String, String> words = new TreeMap<>();
        put(words, "account", accountId);
        put(words, "actor", actor);
        put(words, "action", action);
        put(words, "outcome", outcome == null ? null : outcome.word());
        put(words, "target", target);
        put(words, "from", from);
        put(words, "until", until);
        return words;
    }

    private static void put(Map<String, String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.put(name, value.toString());
        }
    }
}
