package dev.concierge.server.audit;

import java.time.Instant;
import java.util.UUID;

/** A vend as it is shown to the account whose token it was. */
public record VendEntry(UUID id, Instant at, String actor, UUID integrationId) {}
