package dev.concierge.server.vault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the first transaction of a refresh found. */
sealed interface RefreshClaim {
    /**
     * The lease is ours and the intent is written.
     *
     * @param fence ours; a later claim has a higher one
     * @param afterLostAnswer whether an earlier answer for this token may have been lost: this is the one more try
     */
    record Claimed(Grant grant, long fence, boolean afterLostAnswer) implements RefreshClaim {}

    /** Another node refreshes; wait for the row's version to move, at most this long. */
    record HeldElsewhere(long version, Duration atMost) implements RefreshClaim {}

    /** Nothing to do or nothing possible: the policy's word on the row as it is now. */
    record NotNow(@Nullable Grant grant, RefreshPolicy.Decision decision) implements RefreshClaim {}
}
