package dev.concierge.server.vault;

import dev.concierge.server.encryption.Secret;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An access token that lives, on its way to a caller.
 *
 * @param expiresAt its true end; null when the provider names none
 * @param scopes what it carries, in the catalog's canonical names
 */
public record FreshToken(
        UUID grantId,
        Secret accessToken,
        String tokenType,
        @Nullable Instant expiresAt,
        Set<String> scopes) {
    public FreshToken {
        scopes = Set.copyOf(scopes);
    }
}
