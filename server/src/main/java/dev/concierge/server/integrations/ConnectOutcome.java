package dev.concierge.server.integrations;

import java.util.UUID;

/** Where a trip to a provider ended. A refusal is a problem, not an outcome. */
public sealed interface ConnectOutcome {
    /** Tokens are stored; {@code first} says whether the integration is new. */
    record Connected(UUID integrationId, boolean first) implements ConnectOutcome {}

    /** Tokens wait for the person's choice. */
    record Choose(UUID pendingId) implements ConnectOutcome {}

    /** The person said no at the provider. */
    record Denied(String provider) implements ConnectOutcome {}
}
