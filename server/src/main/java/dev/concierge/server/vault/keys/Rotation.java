package dev.concierge.server.vault.keys;

import dev.concierge.server.encryption.EncryptedColumn;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code key_rotations}.
 *
 * @param pass 1 for the first time through all columns; more when rows were left
 * @param column where it is; null between two passes
 * @param after the last row of the column that has been seen to
 * @param nextPassAt not before this time a pass begins
 * @param total how many ciphertexts there were under the old keys when it began
 * @param done how many have been re-encrypted
 * @param unreadable how many of this pass did not open
 * @param finishedAt when a full scan found nothing under the old keys
 */
public record Rotation(
        UUID id,
        long newKey,
        Set<Long> oldKeys,
        State state,
        int pass,
        @Nullable EncryptedColumn column,
        UUID after,
        Instant nextPassAt,
        long total,
        long done,
        long unreadable,
        Instant startedAt,
        Instant changedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant destroyedAt) {
    /** How far a rotation has come. */
    public enum State {
        RUNNING,
        PAUSED,
        /** Nothing is left under the old keys, which are kept for a while. */
        DONE,
        /** The old keys are no more. */
        DESTROYED;

        /** The word in the database, on pages and in commands. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Rotation {
        oldKeys = Set.copyOf(oldKeys);
    }

    /** Whole per cent of the ciphertexts that have been re-encrypted; 100 only when none is left. */
    public int percent() {
        if (state == State.DONE || state == State.DESTROYED) {
            return 100;
        }
        return total == 0 ? 0 : Math.clamp(done * 100 / total, 0, 99);
    }
}
