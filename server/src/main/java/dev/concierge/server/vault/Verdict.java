package dev.concierge.server.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a grant that was refused.
 *
 * @param state {@code rejected} or {@code misconfigured}
 * @param retryAt when it is tried again; null for never
 * @param at when it was given
 */
record Verdict(Grant.State state, String cause, @Nullable Instant retryAt, Instant at) {
    /** Since when its tokens are good for nothing but what is left of the access token's life; null while they may be. */
    @Nullable
    Instant rejectedAt() {
        return state == Grant.State.REJECTED ? at : null;
    }
}
