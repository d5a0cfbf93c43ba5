package dev.concierge.server.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verification of the trail that somebody asked for.
 *
 * @param askedBy as in the trail
 * @param total seals there were when it was asked for
 * @param seals seals looked at so far
 * @param rows sealed rows looked at so far
 * @param report what was found, a line for each chain that was walked to its end; empty before
 * @param finishedAt null while it runs
 */
public record AuditCheck(
        UUID id,
        String askedBy,
        Instant askedAt,
        State state,
        long total,
        long seals,
        long rows,
        String report,
        @Nullable Instant finishedAt) {
    private static final int ALL = 100;

    /** Where it stands. */
    public enum State {
        WAITING,
        RUNNING,
        INTACT,
        BROKEN;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public boolean over() {
            return this == INTACT || this == BROKEN;
        }
    }

    /** How far it has come, 0 to 100; 100 only when it is over. */
    public int percent() {
        if (state.over()) {
            return ALL;
        }
        return total == 0 ? 0 : (int) Math.min(ALL - 1L, seals * ALL / total);
    }
}
