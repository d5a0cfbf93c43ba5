package dev.concierge.server.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One API sign-in, and every refresh token that came of it.
 *
 * @param sessionId the browser's session that asked; null for a sign-in of its own
 * @param method how the person signed in: {@code password}, or the provider's id
 * @param provedAt when the person last proved who they are
 * @param client of the client's own key; null when it has none
 * @param token of the latest refresh token; null for a browser's, which gets none
 * @param number of the latest refresh token
 * @param usedAt when the latest refresh token was given out first
 */
record TokenFamily(
        UUID id,
        UUID accountId,
        @Nullable UUID sessionId,
        Set<Factor> proved,
        String method,
        Instant provedAt,
        @Nullable TokenHash client,
        @Nullable TokenHash token,
        int number,
        Instant usedAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {
    TokenFamily {
        proved = Set.copyOf(proved);
    }
}
