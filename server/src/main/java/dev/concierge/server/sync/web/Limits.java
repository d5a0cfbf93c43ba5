package dev.concierge.server.sync.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.web.SignedCursor.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What the lists of this room have in common. */
final class Limits {
    private static final int MOST = 200;

    private Limits() {}

    /** @throws ProblemException {@code invalid-input} for more than 200 or less than 1 */
    static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "limit is 1 to " + MOST + ".").with("field", "limit");
        }
        return limit;
    }

    /** A place in a list that is ordered by time. */
    static Place place(Instant at, UUID id) {
        return new Place(ChronoUnit.MICROS.between(Instant.EPOCH, at), 0, id);
    }

    static Instant time(Place place) {
        return Instant.EPOCH.plus(place.first(), ChronoUnit.MICROS);
    }
}
