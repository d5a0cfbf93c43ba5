package dev.concierge.server.identity;

import java.util.UUID;

/** Somebody signed in and the session began; inside the transaction. */
public record SignedIn(UUID accountId, UUID sessionId) {}
