package dev.concierge.server.vault;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page may say about a token without the token.
 *
 * @param expiresAt end of the access token; null when the provider names none
 * @param renewsAt about when the vault renews it by itself; null when it does not
 * @param refreshExpiresAt end of the refresh token; null when it has none
 * @param keyName the data key it is encrypted with, by its id
 * @param retryAt when a renewal is tried again after one that failed; null when none has
 * @param cause why the grant is not live: our word for it; null when it is
 */
public record TokenHealth(
        State state,
        @Nullable String cause,
        @Nullable Instant retryAt,
        Instant obtainedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant renewsAt,
        @Nullable Instant refreshExpiresAt,
        boolean renewable,
        long refreshes,
        String keyName,
        Set<String> scopes) {
    /** What the vault can do with the grant. */
    public enum State {
        LIVE,
        NEEDS_RECONNECT,
        MISCONFIGURED,
        ENDED
    }

    public TokenHealth {
        scopes = Set.copyOf(scopes);
    }

    /** When access ends unless the person renews it: with the grant, or with a token that nothing renews; null when no end is known. */
    public @Nullable Instant accessEndsAt() {
        if (renewable || expiresAt == null) {
            return refreshExpiresAt;
        }
        return refreshExpiresAt == null || expiresAt.isBefore(refreshExpiresAt) ? expiresAt : refreshExpiresAt;
    }
}
