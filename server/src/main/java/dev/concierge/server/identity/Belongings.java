package dev.concierge.server.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What an account has in a later room, for when its person leaves for good. That room knows what it is and how it is ended. */
public interface Belongings {
    /** So many of something, in words that go with one and with many. */
    record Counted(long number, String one, String many) {}

    /**
     * What became of some of it. Nothing here tells whose it was.
     *
     * @param what a thing and, where there is one, its provider: "Google account"
     * @param outcome one sentence
     * @param records how many records were deleted with it
     */
    record Ended(String what, String outcome, long records) {}

    /** What would go, for the question beforehand. */
    List<Counted> counted(UUID accountId);

    /**
     * Ends what is there, by the same path as its person would. Called again until it is over, perhaps by another node, after having been stopped at any
     * point; never inside a transaction.
     *
     * @param actor as the trail names who does it
     * @return whether nothing of it is left to wait for
     */
    boolean end(UUID accountId, String actor);

    /** What became of what was ended since a moment. */
    List<Ended> ended(UUID accountId, Instant since);
}
