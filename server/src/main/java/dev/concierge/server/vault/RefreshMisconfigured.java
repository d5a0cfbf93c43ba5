package dev.concierge.server.vault;

import java.util.UUID;

/** The provider does not accept our registration. The grant is not dead. Published inside the transaction that notes it. */
public record RefreshMisconfigured(UUID accountId, UUID grantId) {}
