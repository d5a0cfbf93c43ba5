package dev.concierge.server.jobs;

/**
 * A kind of one-time job: what is written when something must happen later. A constant of the room that owns the work; the same room
 * contributes a {@link Job} with the handler.
 *
 * @param name {@code room.verb}, for example {@code vault.revoke}; it stands in stored rows and must not change while any wait
 * @param dataType a record of ids, stored as JSON; fields may be added, and an older release that runs the job passes over them
 */
public record JobKind<D>(String name, Lane lane, Class<D> dataType) {
    public JobKind {
        Job.checkName(name);
    }
}
