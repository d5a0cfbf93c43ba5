package dev.concierge.server.audit;

import org.jspecify.annotations.Nullable;

/**
 * What the verifier found of a chain.
 *
 * @param seals seals looked at
 * @param rows sealed rows looked at, each with all its fields
 * @param dropped sealed rows that were dropped after their retention; their seals still chain
 * @param unsealed rows after the last seal
 * @param last the last good seal, to be kept as an anchor; null when there is none
 * @param fault the first fault; null when the chain is intact
 */
public record ChainReport(
        Chain chain,
        long seals,
        long rows,
        long dropped,
        long unsealed,
        @Nullable Anchor last,
        @Nullable AuditFault fault) {
    public boolean intact() {
        return fault == null;
    }

    /** The same with a fault. */
    ChainReport with(AuditFault found) {
        return new ChainReport(chain, seals, rows, dropped, unsealed, last, found);
    }

    @Override
    public String toString() {
        String counts =
                seals + " seals over " + rows + " rows" + (dropped == 0 ? "" : ", " + dropped + " dropped in time")
                        + (unsealed == 0 ? "" : ", " + unsealed + " not sealed yet");
        return chain.word()
                + (fault == null ? ": intact, " + counts : ": BROKEN: " + fault + "; good before that: " + counts)
                + (last == null ? "" : "; anchor " + last);
    }
}
