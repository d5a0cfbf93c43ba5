package dev.concierge.server.vault.stops;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code emergency_stops}. From its commit on nothing in its scope is used; the rest is clearing up.
 *
 * @param number rises with each stop
 * @param reason in the words of who ordered it
 * @param orderedBy {@code person:<id>} or {@code operator}
 * @param expected what was in the scope when it was ordered
 * @param state whether the job has come to every grant in it
 * @param pausedAt since when its tokens are not sent to the providers; null while they are
 * @param finishedAt when the job had come to every grant; null until then
 */
public record EmergencyStop(
        UUID id,
        long number,
        StopScope scope,
        String reason,
        String orderedBy,
        Instant orderedAt,
        Extent expected,
        State state,
        @Nullable Instant pausedAt,
        @Nullable Instant finishedAt) {
    /** How far the job is with the grants; their revocations go on after that. */
    public enum State {
        RUNNING,
        DONE;

        /** The word in the database and in commands. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
