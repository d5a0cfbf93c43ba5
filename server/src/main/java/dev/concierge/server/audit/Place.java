package dev.concierge.server.audit;

import java.util.UUID;

/**
 * Where a row stands in the order of its chain: by era, then transaction, then id. Every transaction below the snapshot's oldest has ended, so
 * no row can appear before a sealed one later.
 *
 * @param xact the transaction's id, a 64-bit number that begins again after a restore
 */
record Place(int era, String xact, UUID id) {
    /** Before every row. */
    static final Place START = new Place(0, "0", new UUID(0, 0));
}
