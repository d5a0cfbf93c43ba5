package dev.concierge.server.sync.streams;

/**
 * One kind of thing that is kept in step with a provider. It says what to ask next and reads the answer; the engine does everything else:
 * claims, tokens, retries, waiting, storing, history. A stream keeps no state but its checkpoint, and may be asked for the same page again
 * after a crash.
 *
 * @param <C> the checkpoint: a record, stored as JSON. Components may be added; an older release passes over those it does not know
 */
public interface Stream<C> {
    StreamDescription description();

    Class<C> checkpointType();

    /** Where the very first run begins. */
    C start();

    /** How to read an answer that is no success. */
    ApiErrors errors();

    /** Asks for the page that follows a checkpoint: one call, as a rule, and none after a call that failed. */
    FetchOutcome<C> fetchPage(Api api, C checkpoint);
}
