package dev.concierge.bench;

/** Which of the two comes when. The reconnect is always the newer consent. */
enum RaceOrder {
    REFRESH_REACHES_LATE("the refresh's request is held until the reconnect is stored; only then the provider sees it"),
    REFRESH_ANSWERED_BEFORE("the provider answers the refresh, the answer is held until the reconnect is stored"),
    REFRESH_WITHIN(
            "the reconnect's code is exchanged and the answer held; a refresh is asked for, answered and stored meanwhile"),
    STORES_RECONNECT_FIRST(
            "both answers are here, both stores wait for the grant's row, the reconnect's first in line"),
    STORES_REFRESH_FIRST("both answers are here, both stores wait for the grant's row, the refresh's first in line");

    private final String words;

    RaceOrder(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether the grants' rows are locked, so that all who want to store wait with a connection of their node in hand. */
    boolean locksRows() {
        return this == STORES_RECONNECT_FIRST || this == STORES_REFRESH_FIRST;
    }
}
