package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets: an access token, and the refresh token for the next one.
 *
 * @param expiresAt of the access token
 * @param refreshToken null for a browser, which has its session
 * @param signInEndsAt when no refresh token of this sign-in works any more, at the latest
 */
public record IssuedTokens(
        Secret accessToken, Instant expiresAt, @Nullable Secret refreshToken, Instant signInEndsAt, User user) {
    /**
     * Whose they are.
     *
     * @param localId null until an administrator set one
     * @param provider how the person signed in: {@code password}, or the provider's id
     */
    public record User(
            UUID id,
            @Nullable String email,
            String role,
            @Nullable String localId,
            String provider) {}
}
