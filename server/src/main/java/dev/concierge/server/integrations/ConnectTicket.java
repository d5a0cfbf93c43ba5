package dev.concierge.server.integrations;

import dev.concierge.server.authorization.AuthorizationKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a program asked a person to do on a page of ours.
 *
 * @param accountId whose sign-in the page requires
 * @param integrationId what is to be reconnected or widened; null for a new connection
 * @param askedBy name of the API key
 */
public record ConnectTicket(
        UUID id,
        UUID accountId,
        AuthorizationKind kind,
        String provider,
        @Nullable UUID integrationId,
        List<String> scopes,
        String askedBy,
        Instant expiresAt) {
    public ConnectTicket {
        scopes = List.copyOf(scopes);
    }
}
