package dev.concierge.server.identity;

import java.util.UUID;

/** A session was ended, by signing out, by its owner from elsewhere, or because another began in the same browser; inside the transaction. */
public record SessionEnded(UUID accountId, UUID sessionId) {}
