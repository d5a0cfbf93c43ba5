package dev.concierge.server.audit;

/**
 * A row as the verifier reads it.
 *
 * @param computed the MAC that its fields should have; differs from the stored one when a field was changed
 * @param subjectFits false when the side row is there but not the one that was hashed
 */
record TrailRow(ChainRow row, Code computed, boolean subjectFits) {
    boolean isGenuine() {
        return computed.equals(row.mac());
    }
}
