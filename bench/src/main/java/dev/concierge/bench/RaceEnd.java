package dev.concierge.bench;

/**
 * What came of one race.
 *
 * @param newest whether both nodes hand out a token of the reconnect's consent, and a renewal later gives another of that
 * @param loser what became of every token that is not the reconnect's
 * @param caller what who asked for the refreshed token was answered: its status
 */
record RaceEnd(RaceCell cell, boolean newest, Loser loser, int caller) {
    /** Of the loser's tokens. */
    enum Loser {
        /** The sandbox takes none of them. */
        DEAD,
        /** It takes some, and there is no call that would end them and not the winner's. */
        KEPT,
        /** It takes some that could have been ended. */
        ALIVE
    }

    /** Whether the newest consent won, the loser's tokens died where they could, and nobody was told to reconnect what had just been reconnected. */
    boolean asDesigned() {
        return newest && loser != Loser.ALIVE && (caller == 200 || caller == 503);
    }
}
