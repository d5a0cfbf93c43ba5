package dev.concierge.server.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands.
 *
 * @param about the account that it is about; null for none
 * @param subject as {@code kind:id}; {@code others} for those that a flood of one kind did not leave room for; empty where the reader may not see it
 * @param times how often, from firstAt to lastAt
 * @param acknowledged null while nobody has
 */
public record RaisedAlert(
        UUID id,
        AlertKind kind,
        @Nullable UUID about,
        String subject,
        String actor,
        String detail,
        long times,
        Instant firstAt,
        Instant lastAt,
        @Nullable Acknowledged acknowledged) {
    /**
     * Somebody looked into it.
     *
     * @param by their account
     * @param note what they found; may be empty
     */
    public record Acknowledged(Instant at, UUID by, String note) {}

    /** Without the place it came from. */
    public RaisedAlert withoutPlace() {
        return kind.placed()
                ? new RaisedAlert(id, kind, about, "", actor, detail, times, firstAt, lastAt, acknowledged)
                : this;
    }
}
