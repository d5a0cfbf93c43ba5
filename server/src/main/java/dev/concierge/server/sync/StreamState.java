package dev.concierge.server.sync;

import java.util.Locale;

/** How a stream ended its last run. That it runs now is its lease, not a state. */
enum StreamState {
    /** Nothing has run to its end yet. */
    WAITING,
    IN_STEP,
    /** The scope it needs was not granted; not tried again before a new consent. */
    NOT_ALLOWED,
    FAILED,
    /** The provider gave pages without end that led nowhere. */
    NO_PROGRESS;

    /** The word in the database and the API. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StreamState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
