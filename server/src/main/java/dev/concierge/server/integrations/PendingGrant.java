package dev.concierge.server.integrations;

import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.oauth.Choosable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that wait for a person's choice, sealed.
 *
 * @param integrationId what was to be reconnected; null for a new connection
 * @param of what they are of; nothing is chosen yet where it is of {@link Kind#CHOICE}
 * @param options what can be chosen; empty unless it is of {@link Kind#CHOICE}
 */
record PendingGrant(
        UUID id,
        Kind kind,
        String provider,
        String registration,
        @Nullable UUID integrationId,
        Connectable of,
        List<Choosable> options,
        Set<String> asked,
        Set<String> granted,
        Set<String> beyond,
        Ciphertext tokens,
        Instant createdAt,
        Instant expiresAt) {

    enum Kind {
        /** A reconnect came back as another account at the provider. */
        OTHER_ACCOUNT,
        /** Less was allowed than asked. */
        SHORTFALL,
        /** The account holds several things that can be connected. */
        CHOICE;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    PendingGrant {
        options = List.copyOf(options);
        asked = Set.copyOf(asked);
        granted = Set.copyOf(granted);
        beyond = Set.copyOf(beyond);
    }
}
