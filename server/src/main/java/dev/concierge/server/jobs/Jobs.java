package dev.concierge.server.jobs;

import dev.concierge.server.database.CurrentTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Writes down what must happen later, in the transaction of what makes it necessary: both are kept, or neither. */
@Component
public class Jobs {
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9:._-]{1,200}");

    private final JobStore store;
    private final Lanes lanes;
    private final Clock clock;

    Jobs(JobStore store, Lanes lanes, Clock clock) {
        this.store = store;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * Makes a job due in the open transaction of the app or system role. An instance that waits already is not doubled: it keeps its data
     * and runs at the earlier of the two times. An instance that runs right now runs once more afterwards, so that it sees what this
     * transaction changed.
     *
     * @param instanceId what the job is for, usually the row's id: letters, digits and {@code : . _ -}, at most 200
     * @param at not before this time; about a second later at most, when the lane has room
     * @throws IllegalStateException when no transaction is open
     */
    public <D> void schedule(JobKind<D> kind, String instanceId, D data, Instant at) {
        if (!INSTANCE.matcher(instanceId).matches()) {
            throw new IllegalArgumentException("a job's instance is a short id, for " + kind.name());
        }
        store.put(kind, instanceId, data, at);
        if (!at.isAfter(clock.instant())) {
            CurrentTransaction.afterCommit(() -> lanes.wake(kind.lane()));
        }
    }

    /** {@link #schedule(JobKind, String, Object, Instant)}, due at once. */
    public <D> void schedule(JobKind<D> kind, String instanceId, D data) {
        schedule(kind, instanceId, data, clock.instant());
    }
}
