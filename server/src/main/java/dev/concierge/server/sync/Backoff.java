package dev.concierge.server.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** How long to wait after failures in a row: doubling, each pause spread by a fifth so that what failed together does not return together. */
@Component
class Backoff {
    private static final int MOST_DOUBLINGS = 20;
    private static final double SPREAD = 0.2;

    private final SyncSettings settings;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    Backoff(SyncSettings settings) {
        this.settings = settings;
    }

    /**
     * The pause after one more failure.
     *
     * @param before how many failures in a row there were before it
     */
    Duration after(int before) {
        double doubled = (double) settings.firstPause().toMillis() * Math.scalb(1.0, Math.min(before, MOST_DOUBLINGS));
        return spread(Math.min(doubled, (double) settings.longestPause().toMillis()));
    }

    private synchronized Duration spread(double millis) {
        return Duration.ofMillis(Math.max(1, Math.round(millis * (1 + SPREAD * (2 * random.nextDouble() - 1)))));
    }
}
