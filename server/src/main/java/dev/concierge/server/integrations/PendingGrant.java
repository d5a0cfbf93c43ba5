package dev.concierge.server.integrations;

import dev.concierge.server.encryption.Ciphertext;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that wait for a person's choice, sealed.
 *
 * @param integrationId what was to be reconnected; null for a new connection
 */
record PendingGrant(
        UUID id,
        Kind kind,
        String provider,
        String registration,
        @Nullable UUID integrationId,
        String upstreamSubject,
        @Nullable String consentSubject,
        String upstreamLabel,
        Set<String> asked,
        Set<String> granted,
        Ciphertext tokens,
        Instant createdAt,
        Instant expiresAt) {

    enum Kind {
        /** A reconnect came back as another account at the provider. */
        OTHER_ACCOUNT,
        /** Less was allowed than asked. */
        SHORTFALL;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    PendingGrant {
        asked = Set.copyOf(asked);
        granted = Set.copyOf(granted);
    }
}
