package dev.concierge.server.vault;

import java.util.UUID;

/** The provider refuses to refresh a grant for good. Published inside the transaction that writes the verdict. */
public record RefreshRejected(UUID accountId, UUID grantId, String cause) {}
