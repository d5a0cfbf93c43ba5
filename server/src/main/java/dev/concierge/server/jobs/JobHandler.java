package dev.concierge.server.jobs;

import java.time.Instant;

/**
 * The work of a one-time job. It runs with no transaction open, at least once: a node that dies half way leaves the job to another, so a
 * handler looks first whether its work is still wanted (owner, state) and not yet done.
 */
@FunctionalInterface
public interface JobHandler<D> {
    /** @throws Exception to be run again after a pause, as the job's {@link Retry} says */
    void run(D data, Attempt attempt) throws Exception;

    /**
     * Which try this is.
     *
     * @param instanceId the id that the job was scheduled with
     * @param number 1 for the first try
     * @param due when this try was due
     */
    record Attempt(String instanceId, int number, Instant due) {}
}
