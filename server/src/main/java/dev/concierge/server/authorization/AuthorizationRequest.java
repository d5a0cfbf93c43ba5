package dev.concierge.server.authorization;

import dev.concierge.server.encryption.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trip that came back, and is over: its row is gone.
 *
 * @param accountId whose it was; null for a sign-in
 * @param sessionId the session that must still be alive and of that account; null where there was none
 * @param registrationId the client that asked, and must exchange the code
 * @param verifier for the exchange
 * @param nonce that the ID token must repeat
 * @param scopes what was asked for, canonical names
 */
public record AuthorizationRequest(
        UUID id,
        AuthorizationKind kind,
        @Nullable UUID accountId,
        @Nullable UUID sessionId,
        @Nullable UUID integrationId,
        String providerId,
        String registrationId,
        URI redirectUri,
        Secret verifier,
        Secret nonce,
        String returnPath,
        List<String> scopes,
        Instant startedAt) {
    public AuthorizationRequest {
        scopes = List.copyOf(scopes);
    }
}
