package dev.concierge.server.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A vend on its way into the table. */
final class VendRow {
    final UUID id;
    final Instant at;
    final VendEvent vend;
    final byte @Nullable [] addressHash;
    final Code mac;

    VendRow(UUID id, Instant at, VendEvent vend, byte @Nullable [] addressHash, Code mac) {
        this.id = id;
        this.at = at;
        this.vend = vend;
        this.addressHash = addressHash;
        this.mac = mac;
    }
}
