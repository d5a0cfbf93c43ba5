package dev.concierge.server.vault;

import java.time.Duration;

/** How a refresh ended, for those who waited for it. They read the row again; nothing secret is handed around. */
sealed interface RefreshResult {
    /** A newer token is stored, by us or by another node. */
    record Fresh() implements RefreshResult {}

    /** The person must act. */
    record Rejected() implements RefreshResult {}

    /** The operator must act; the grant is safe and waits. */
    record Misconfigured() implements RefreshResult {}

    /** The grant has been ended meanwhile. */
    record Ended() implements RefreshResult {}

    /** Nothing could be had now. */
    record Unavailable(Duration retryAfter) implements RefreshResult {}
}
