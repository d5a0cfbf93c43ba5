package dev.concierge.server.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that waits or runs, without what it is to work on.
 *
 * @param due when it is, or was, to run
 * @param failures in a row, 0 when the last run was well
 * @param lastFailure null when it never failed since it last went well
 * @param recurring whether it comes again by itself
 * @param known whether this release has a job of that name
 */
public record QueuedJob(
        JobName name,
        State state,
        Instant due,
        int failures,
        @Nullable Instant lastFailure,
        boolean recurring,
        boolean known) {
    /** Where it stands. */
    public enum State {
        RUNNING,
        DUE,
        LATER;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
