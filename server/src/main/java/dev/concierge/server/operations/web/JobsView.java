package dev.concierge.server.operations.web;

import dev.concierge.server.web.Badge;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code operations/jobs}: GET {@code /admin/jobs}; its part {@code operations/jobs-lanes} asks for itself.
 *
 * @param states what can be chosen of them, and which is
 * @param first the address of the first page; null on it
 * @param next the address of the next page; null at the end
 */
public record JobsView(
        Lanes lanes,
        List<Kind> kinds,
        List<Choice> laneChoices,
        List<Choice> states,
        boolean narrowed,
        List<Row> rows,
        @Nullable String first,
        @Nullable String next) {
    public JobsView {
        kinds = List.copyOf(kinds);
        laneChoices = List.copyOf(laneChoices);
        states = List.copyOf(states);
        rows = List.copyOf(rows);
    }

    /** The lanes, for the part that asks for itself. */
    public record Lanes(List<LaneRow> rows) {
        public Lanes {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A lane over all nodes.
     *
     * @param oldest since when the oldest of the due waits; null when none does
     * @param next when the next of the later ones is due; null when there is none
     */
    public record LaneRow(
            String lane,
            Badge badge,
            long running,
            long due,
            long later,
            long failing,
            @Nullable Instant oldest,
            @Nullable Instant next) {}

    /**
     * A job of a lane. Times in milliseconds.
     *
     * @param next when it runs next; null when it is not written down
     */
    public record Kind(
            String lane,
            String job,
            boolean known,
            long queued,
            @Nullable Instant next,
            long runs,
            long failed,
            long mean,
            long longest,
            long dayRuns,
            long dayFailed) {}

    /** An option of a filter. */
    public record Choice(String value, String text, boolean chosen) {}

    /** A job that waits or runs. */
    public record Row(
            String lane,
            String job,
            String instance,
            Badge badge,
            boolean running,
            boolean recurring,
            boolean known,
            Instant due,
            int failures,
            @Nullable Instant lastFailure) {
        /** Whether it can be dropped: nothing that comes again by itself in this release. */
        public boolean droppable() {
            return !running && !recurring;
        }
    }
}
