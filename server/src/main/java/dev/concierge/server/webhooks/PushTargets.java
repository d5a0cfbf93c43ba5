package dev.concierge.server.webhooks;

import java.util.List;
import java.util.UUID;

/** Knows what of an integration can be watched: the room that reads it. */
public interface PushTargets {
    /**
     * What can be watched.
     *
     * @param all whether that is all; false while something was not read to its end once, so that nobody knows
     */
    record Known(List<PushTarget> targets, boolean all) {
        public Known {
            targets = List.copyOf(targets);
        }
    }

    Known of(UUID accountId, UUID integrationId);
}
