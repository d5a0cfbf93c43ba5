package dev.concierge.server.jobs;

import java.util.Set;

/**
 * A kind of one-time job: what is written when something must happen later. A constant of the room that owns the work; the same room
 * contributes a {@link Job} with the handler.
 *
 * @param name {@code room.verb}, for example {@code vault.revoke}; it stands in stored rows and must not change while any wait
 * @param lane where it is written
 * @param dataType a record of ids, stored as JSON; fields may be added, and an older release that runs the job passes over them
 * @param earlier lanes where an older release writes it; those rows are run as well, for as long as such a release may be about
 */
public record JobKind<D>(String name, Lane lane, Class<D> dataType, Set<Lane> earlier) {
    public JobKind {
        Job.checkName(name);
        earlier = Set.copyOf(earlier);
        if (earlier.contains(lane)) {
            throw new IllegalArgumentException(name + " never left the lane " + lane.word());
        }
    }

    public JobKind(String name, Lane lane, Class<D> dataType) {
        this(name, lane, dataType, Set.of());
    }

    /** The same kind, moved here from another lane. */
    public JobKind<D> movedFrom(Lane before) {
        return new JobKind<>(name, lane, dataType, Set.of(before));
    }

    boolean runsIn(Lane one) {
        return one == lane || earlier.contains(one);
    }
}
