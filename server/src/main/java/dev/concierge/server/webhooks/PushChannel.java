package dev.concierge.server.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which a provider tells of changes.
 *
 * @param id what the provider names it by
 * @param remoteId the provider's own name for what is watched; null while it has not answered
 * @param expiresAt when the provider ends it
 */
record PushChannel(
        UUID id,
        UUID integrationId,
        String provider,
        PushTarget target,
        @Nullable String remoteId,
        Instant expiresAt) {}
