package dev.concierge.server.jobs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stands, over all nodes.
 *
 * @param running how many jobs nodes have taken
 * @param due how many are due and not taken
 * @param later how many are due later
 * @param failing how many failed the last time, running ones included
 * @param oldest since when the oldest of the due waits; null when none is due
 * @param next when the next of the later ones is due; null when there is none
 * @param state how it does
 */
public record LaneFigures(
        Lane lane,
        State state,
        long running,
        long due,
        long later,
        long failing,
        @Nullable Instant oldest,
        @Nullable Instant next) {
    /** After so long a job that is due should have been taken. */
    static final Duration BEHIND_AFTER = Duration.ofMinutes(1);

    /** How a lane does, the worst that holds. */
    public enum State {
        WELL,
        /** Jobs fail and are tried again. */
        FAILING,
        /** A job has been due for more than a minute, and no node takes it: every place is taken, or no node runs the lane. */
        BEHIND,
        /** This node should run the lane, and has not looked for work for half a minute. */
        STALLED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
