package dev.concierge.server.vault;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a grant waits after a refresh that brought nothing: as long as the provider asks the first time, then twice as long each time, up to two
 * minutes unless the provider asks for more, for when it is back nobody should wait for long. Always up to a quarter longer by chance, but no more than
 * half a minute, so that grants that failed together do not come back together.
 */
final class BackOff {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int MOST_DOUBLINGS = 6;
    private static final double SPREAD = 0.25;

    private BackOff() {}

    /**
     * As the other, by chance.
     *
     * @param failures how many tries before this one failed in a row
     * @param asked what the provider asks for, or the usual wait for its trouble
     */
    static Duration after(int failures, Duration asked) {
        return after(failures, asked, ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param failures how many tries before this one failed in a row
     * @param asked what the provider asks for, or the usual wait for its trouble
     * @param chance 0 to 1
     */
    static Duration after(int failures, Duration asked, double chance) {
        Duration wait = asked.compareTo(LONGEST) >= 0 ? asked : doubled(failures, asked);
        return wait.plusMillis((long) (atMost(wait).toMillis() * SPREAD * chance));
    }

    private static Duration doubled(int failures, Duration asked) {
        return atMost(asked.multipliedBy(1L << Math.clamp(failures, 0, MOST_DOUBLINGS)));
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
