package dev.concierge.server.vault;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a grant waits after a refresh that brought nothing: as long as the provider asks the first time, then twice as long each time, and from the
 * second time on up to a quarter longer by chance, so that grants that failed together do not come back together. Never longer than two minutes,
 * unless the provider asks for more: when it is back, nobody should wait for long.
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
        if (failures <= 0 || asked.compareTo(LONGEST) >= 0) {
            return asked;
        }
        Duration doubled = asked.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration most = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return most.plusMillis((long) (most.toMillis() * SPREAD * chance));
    }
}
