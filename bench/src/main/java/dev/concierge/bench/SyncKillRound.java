package dev.concierge.bench;

import java.util.List;
import java.util.UUID;

/**
 * What one kill did.
 *
 * @param interrupted the runs that had a page in flight on the killed node, and nothing else
 * @param writing how many of them were inside a transaction that had written their page's records; 0 unless the step is {@link SyncKillStep#STORE}
 */
record SyncKillRound(SyncKillScale.Kill kill, List<UUID> interrupted, int writing) {
    SyncKillRound {
        interrupted = List.copyOf(interrupted);
    }

    boolean reached(int inFlight) {
        return interrupted.size() >= inFlight && (kill.step() != SyncKillStep.STORE || writing > 0);
    }
}
