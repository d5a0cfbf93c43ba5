package dev.concierge.server.vault;

import java.util.UUID;

/**
 * An operator must look at a grant, which is not dead. Published inside the transaction that notes it.
 *
 * @param cause {@code unreadable} when what is stored does not open; else the provider does not accept our registration or request
 */
public record RefreshMisconfigured(UUID accountId, UUID grantId, String cause) {}
