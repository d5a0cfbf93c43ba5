package dev.concierge.server.webhooks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider says that something changed, and has proved that it is the provider. Published inside the transaction that takes the push, for the account
 * whose integration it is. It says where to look and nothing of what is there.
 *
 * @param stream what to look at, by the name that {@link PushTarget} gave; null for all that the integration has
 */
public record PushHint(
        UUID accountId,
        UUID integrationId,
        String provider,
        @Nullable String stream) {}
