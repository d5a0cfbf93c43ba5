package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Counts the calls that are made to a provider for a grant: the room that makes most of them. */
public interface CallBudget {
    /**
     * Counts one call. Never inside a transaction.
     *
     * @return how long to wait when there is no room for it; empty when it may be made
     */
    Optional<Duration> take(Provider provider, UUID grantId);
}
