package dev.concierge.server.integrations;

import java.util.UUID;

/** An integration has ended. Published inside the transaction that ends it. */
public record IntegrationDisconnected(UUID accountId, UUID integrationId, String provider) {}
