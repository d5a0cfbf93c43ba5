package dev.concierge.server.vault.keys;

/** What became of the wish to rotate. */
public sealed interface RotateOutcome {
    /** The new key encrypts from now on; re-encryption has begun. */
    record Started(Rotation rotation) implements RotateOutcome {}

    /** The keys that the last rotation retired are still there; nothing was changed. */
    record StillOpen(Rotation rotation) implements RotateOutcome {}

    /** Running nodes do not hold the present keys, so they could not open what is written under a new one; nothing was changed. */
    record NodesBehind(long nodes) implements RotateOutcome {}

    /** Somebody else changed the keys at the same moment; nothing was changed. */
    record Overtaken() implements RotateOutcome {}

    /** The stored keys do not open with this process's outer key; nothing was changed. */
    record WrappedOtherwise() implements RotateOutcome {}

    /**
     * The key store did not wrap the new key; nothing was changed.
     *
     * @param sentence for the operator
     */
    record StoreRefused(String sentence) implements RotateOutcome {}
}
