package dev.concierge.server.audit;

import java.time.Instant;

/** What a seal says of a row: where it stands and its writer's MAC, which covers the rest. */
record ChainRow(Place place, Code mac, Instant at) {
    /** The entry of the seal's list. */
    Code hash() {
        Fields fields =
                new Fields().add(place.era()).add(place.xact()).add(place.id()).add(mac.bytes());
        return Code.ofRow(RowMacs.sha256().digest(fields.bytes()));
    }
}
