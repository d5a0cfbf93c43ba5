package dev.concierge.server.integrations;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.stops.CoveredGrant;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.EmergencyStops;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Goes through the grants of the stops that are not over, each in a transaction of its own, in the order of their ids. There is no cursor to lose: a
 * grant that was seen to is not in the scope any more, so killed at any moment, the next shift goes on with what is left. Two at once do no harm.
 */
@Component
class StopWork {
    private static final Logger log = LoggerFactory.getLogger(StopWork.class);
    private static final Duration SHIFT = Duration.ofSeconds(10);
    private static final int BATCH = 200;
    private static final UUID START = new UUID(0, 0);

    private final EmergencyStops stops;
    private final Emergency emergency;
    private final ChoiceExpiry choices;
    private final StoppedEnd stopped;

    StopWork(EmergencyStops stops, Emergency emergency, ChoiceExpiry choices, StoppedEnd stopped) {
        this.stops = stops;
        this.emergency = emergency;
        this.choices = choices;
        this.stopped = stopped;
    }

    /** What there is to do for about ten seconds; the lane comes back for the rest, on this node or another. */
    void shift() {
        long end = System.nanoTime() + SHIFT.toNanos();
        for (EmergencyStop stop : stops.running()) {
            emergency.expireChoices(stop);
            choices.work();
            if (work(stop, end)) {
                stops.finish(stop);
            }
        }
    }

    /** @return whether there was time to come to everything */
    private boolean work(EmergencyStop stop, long end) {
        List<CoveredGrant> grants = stops.covered(stop, START, BATCH);
        while (!grants.isEmpty()) {
            for (CoveredGrant grant : grants) {
                if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                if (!attempt(grant)) {
                    return false;
                }
            }
            grants = stops.covered(stop, grants.getLast().id(), BATCH);
        }
        return true;
    }

    /**
     * One that fails on our side does not keep the others from it; it is in the next shift again, and cannot be used until then either.
     *
     * @return whether to go on: not while the database is away
     */
    private boolean attempt(CoveredGrant grant) {
        try {
            stopped.end(grant.accountId(), grant.id());
        } catch (RuntimeException e) {
            if (e instanceof ProblemException problem && problem.type() == ProblemType.UNAVAILABLE) {
                return false;
            }
            log.error("ALERT the tokens of the stopped grant {} could not be taken away yet", grant.id(), e);
        }
        return true;
    }
}
