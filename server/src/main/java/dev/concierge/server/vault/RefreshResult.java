package dev.concierge.server.vault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a refresh ended, for those who waited for it. The row is the one that the transaction saw or wrote, tokens still encrypted: a node's cache may
 * hold an older one until it hears of the change.
 */
sealed interface RefreshResult {
    /** A newer token is stored, by us or by another node. */
    record Fresh(Grant now) implements RefreshResult {}

    /** The person must act. */
    record Rejected(Grant now) implements RefreshResult {}

    /** The operator must act; the grant is safe and waits. */
    record Misconfigured(Grant now) implements RefreshResult {}

    /** The grant has been ended meanwhile. */
    record Ended() implements RefreshResult {}

    /** The fault is ours: the database is away, or this node stops. The provider may not have been asked at all. */
    record Faulted() implements RefreshResult {}

    /**
     * Nothing could be had now.
     *
     * @param now null when the row was not looked at
     * @param trouble whether the provider was asked and is in trouble or wants less; false when this grant waits
     */
    record Unavailable(@Nullable Grant now, Duration retryAfter, boolean trouble) implements RefreshResult {}

    /** For a metric's label. */
    default String word() {
        return switch (this) {
            case Fresh _ -> "refreshed";
            case Rejected _ -> "rejected";
            case Misconfigured _ -> "misconfigured";
            case Ended _ -> "ended";
            case Faulted _ -> "faulted";
            case Unavailable _ -> "unavailable";
        };
    }
}
