package dev.concierge.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One trip of a browser through the provider's pages. Bound to the browser's session; over after one decision or 30 minutes.
 *
 * @param account who was chosen, or null so far
 */
record Interaction(
        String id, String session, Asked asked, @Nullable String account, Instant expiresAt) {
    Interaction by(String chosen) {
        return new Interaction(id, session, asked, chosen, expiresAt);
    }
}
