package dev.concierge.bench;

import java.util.List;
import java.util.Set;

/**
 * One kill and what became of the refreshes that it interrupted.
 *
 * @param interrupted refreshes under way, none of whose callers was answered
 * @param answered those that the sandbox's ledger has as refreshed
 * @param stored those whose tokens the database holds
 * @param lost grants that need their person again, for the cause {@code answer_lost}, by the API and by the database
 * @param alive grants that hand out a token which the sandbox takes
 * @param unknown fingerprints of refresh tokens that were answered and not stored
 * @param windows milliseconds between the answer and our commit, of refreshes that nobody interrupted
 */
record KillRound(
        KillRule rule,
        KillStep step,
        int interrupted,
        int answered,
        int stored,
        int lost,
        int alive,
        Set<String> unknown,
        List<Double> windows) {
    KillRound {
        unknown = Set.copyOf(unknown);
        windows = List.copyOf(windows);
    }

    /** Lost are exactly those that a strict provider answered and we had not stored; everything else goes on. */
    boolean asDesigned() {
        int expected = rule == KillRule.DIES ? answered - stored : 0;
        return lost == expected && alive == interrupted - lost;
    }
}
