package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A choice as its page shows it.
 *
 * @param otherAccount whether another account came back; else less was allowed than asked
 * @param label the integration that was to be renewed; empty for a new one
 * @param before the account it belongs to at the provider; empty for a new one
 * @param now the account that came back
 * @param withheld what was asked and left out
 */
public record WaitingChoice(
        UUID id,
        boolean otherAccount,
        Provider provider,
        String label,
        String before,
        String now,
        List<Provider.Scope> withheld,
        Instant expiresAt) {
    public WaitingChoice {
        withheld = List.copyOf(withheld);
    }
}
