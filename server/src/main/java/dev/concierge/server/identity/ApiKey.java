package dev.concierge.server.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as shown after it was made: all but the key.
 *
 * @param prefix {@code ck_} and the first eight characters
 * @param lastUsedAt to the minute; null when never
 * @param revokedAt null while it was not revoked
 */
public record ApiKey(
        UUID id,
        String name,
        String prefix,
        Set<KeyScope> scopes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    public boolean isLiving(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
