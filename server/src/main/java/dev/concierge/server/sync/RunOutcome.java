package dev.concierge.server.sync;

import java.util.Locale;

/** How a run ended. */
enum RunOutcome {
    /** Everything is read. */
    DONE,
    /** Everything is read but items that are kept aside, because they cannot be read. */
    PARTIAL,
    /** Its time was up, or the node stops; it goes on where it was. */
    CONTINUED,
    /** The provider asked us to wait. */
    RATE_LIMITED,
    FAILED,
    NO_PROGRESS,
    NOT_ALLOWED,
    /** The integration cannot be used: paused, disconnected, or waiting for the person or the operator. */
    STOPPED,
    /** The node died. Another one found its run open. */
    INTERRUPTED;

    /** The word in the database, the API and the metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
