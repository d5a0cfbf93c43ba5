package dev.concierge.server.vault.stops;

import java.util.UUID;

/** A grant that a stop covers and whose tokens are still held here. */
public record CoveredGrant(UUID id, UUID accountId) {}
