package dev.concierge.server.sync;

import java.util.Locale;

/** How a stream ended its last run. That it runs now is its lease, not a state. */
enum StreamState {
    /** Nothing has run to its end yet. */
    WAITING,
    IN_STEP,
    /** Everything was read, and some items are kept aside because they cannot be read. */
    PARTIAL,
    /** The scope it needs was not granted; not tried again before a new consent. */
    NOT_ALLOWED,
    FAILED,
    /** The provider gave pages without end that led nowhere. */
    NO_PROGRESS;

    /** The word in the API. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word in the table: that items are kept aside is a number of its own there. */
    String stored() {
        return this == PARTIAL ? IN_STEP.word() : word();
    }

    static StreamState of(String stored, long malformed) {
        StreamState state = valueOf(stored.toUpperCase(Locale.ROOT));
        return state == IN_STEP && malformed > 0 ? PARTIAL : state;
    }
}
