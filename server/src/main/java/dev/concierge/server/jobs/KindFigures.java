package dev.concierge.server.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job of a lane: how often and how long it ran, and when it runs next.
 *
 * @param known whether this release has it in this lane
 * @param queued how many rows wait or run
 * @param next when the first of those that are not taken is due; null when there is none
 */
public record KindFigures(
        Lane lane,
        String job,
        boolean known,
        long queued,
        @Nullable Instant next,
        Runs hour,
        Runs day) {
    /**
     * Runs in a while, all nodes together.
     *
     * @param failed of the runs, those that ended badly
     * @param mean of a run, in milliseconds; 0 when there was none
     * @param longest of a run, in milliseconds
     */
    public record Runs(long runs, long failed, long mean, long longest) {
        static final Runs NONE = new Runs(0, 0, 0, 0);

        static Runs of(JobRuns.Figures figures) {
            return new Runs(
                    figures.runs(),
                    figures.failed(),
                    figures.runs() == 0 ? 0 : figures.millis() / figures.runs(),
                    figures.longest());
        }
    }
}
