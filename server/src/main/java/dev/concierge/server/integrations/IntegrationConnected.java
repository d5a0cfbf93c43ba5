package dev.concierge.server.integrations;

import java.util.Set;
import java.util.UUID;

/** An integration has new tokens: first consent, reconnect or more scopes. Published inside the transaction that stores them. */
public record IntegrationConnected(
        UUID accountId, UUID integrationId, UUID grantId, String provider, Set<String> scopes, boolean first) {
    public IntegrationConnected {
        scopes = Set.copyOf(scopes);
    }
}
