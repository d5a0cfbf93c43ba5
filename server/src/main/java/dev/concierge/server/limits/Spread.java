package dev.concierge.server.limits;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads the moment at which callers come back, so that a window does not begin with all of them at once. */
final class Spread {
    private static final double PART = 0.1;
    private static final Duration MOST = Duration.ofMinutes(1);

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    /** A wait and up to a tenth of the window more, at most a minute. */
    Duration over(Duration wait, Duration window) {
        long most = Math.min(MOST.toMillis(), (long) (window.toMillis() * PART));
        return wait.plusMillis(most < 1 ? 0 : next(most + 1));
    }

    private synchronized long next(long bound) {
        return random.nextLong(bound);
    }
}
