package dev.concierge.server.webhooks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Knows what of an integration can be watched: the room that reads it. */
public interface PushTargets {
    /** Empty while nothing was read yet, so that nobody knows; an empty list when there is nothing to watch. */
    Optional<List<PushTarget>> of(UUID accountId, UUID integrationId);
}
