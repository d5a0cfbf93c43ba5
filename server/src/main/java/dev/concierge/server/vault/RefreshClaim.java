package dev.concierge.server.vault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the first transaction of a refresh found. */
sealed interface RefreshClaim {
    /** What is known of earlier tries with the refresh token in hand. */
    enum Try {
        /** It has not been sent, or every answer came. */
        FIRST,
        /** An answer may have been lost, but by the provider's rule the token works again. */
        AGAIN,
        /** An answer may have been lost and the token may be spent with it: the one more try. */
        LAST
    }

    /**
     * The lease is ours and the intent is written.
     *
     * @param fence ours; a later claim has a higher one
     * @param caller who asked for it
     */
    record Claimed(Grant grant, long fence, Try attempt, String caller) implements RefreshClaim {}

    /** The one more try has been made and its answer was lost as well: the verdict is written. */
    record Condemned(Grant grant) implements RefreshClaim {}

    /** Another node refreshes; wait for the row's version to move, at most this long. */
    record HeldElsewhere(long version, Duration atMost) implements RefreshClaim {}

    /** Nothing to do or nothing possible: the policy's word on the row as it is now. */
    record NotNow(@Nullable Grant grant, RefreshPolicy.Decision decision) implements RefreshClaim {}
}
