package dev.concierge.server.identity;

import dev.concierge.server.web.Badge;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a person has connected, for administration; the room that keeps integrations knows. */
public interface ConnectedAccounts {
    /**
     * One connected account, without anything of what is in it.
     *
     * @param provider id of the catalog
     * @param label what its owner calls it
     * @param badge its state in a word
     */
    record Connected(UUID id, String provider, String label, Instant connectedAt, Badge badge) {}

    /** Those that are not disconnected. */
    List<Connected> of(UUID accountId);
}
