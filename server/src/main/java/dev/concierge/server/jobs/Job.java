package dev.concierge.server.jobs;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a room contributes as a {@code @Bean} for each of its jobs: the name, the lane and the work.
 *
 * <p>Recurring jobs run on one node at a time, the pause counted from the end of a run; a failed run waits for the next one.
 */
public sealed interface Job {
    String name();

    Lane lane();

    /** Whether rows of it are run in that lane. */
    default boolean runsIn(Lane one) {
        return one == lane();
    }

    /** A job that {@link Jobs#schedule} makes due. */
    record Once<D>(JobKind<D> kind, Retry retry, JobHandler<D> handler) implements Job {
        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public Lane lane() {
            return kind.lane();
        }

        @Override
        public boolean runsIn(Lane one) {
            return kind.runsIn(one);
        }
    }

    /** A job that is due again and again. */
    record Recurring(String name, Lane lane, Duration pause, Work work) implements Job {
        public Recurring {
            checkName(name);
        }
    }

    /** The work of a recurring job; it runs with no transaction open. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** A one-time job with the usual pauses after failures. */
    static <D> Job once(JobKind<D> kind, JobHandler<D> handler) {
        return new Once<>(kind, Retry.USUAL, handler);
    }

    static <D> Job once(JobKind<D> kind, Retry retry, JobHandler<D> handler) {
        return new Once<>(kind, retry, handler);
    }

    /** A recurring job; the first run is at the first start of the lane anywhere. */
    static Job every(Duration pause, String name, Lane lane, Work work) {
        return new Recurring(name, lane, pause, work);
    }

    static void checkName(String name) {
        if (!Pattern.matches("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*", name)) {
            throw new IllegalArgumentException("a job is named room.verb, not " + name);
        }
    }
}
