package dev.concierge.server.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a failed job runs again: the pause doubles from {@code first} to {@code longest}, each spread by a fifth so that jobs that failed
 * together do not return together.
 *
 * @param most after how many failures it is given up (logged as an error, row removed); {@link Integer#MAX_VALUE} for never
 */
public record Retry(Duration first, Duration longest, int most) {
    /** 10 seconds, doubling to one hour, never given up. */
    public static final Retry USUAL = new Retry(Duration.ofSeconds(10), Duration.ofHours(1), Integer.MAX_VALUE);

    private static final int MOST_DOUBLINGS = 30;
    private static final double SPREAD = 0.2;

    public Retry {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || most < 1) {
            throw new IllegalArgumentException("a retry pauses at least a little, and tries at least once");
        }
    }

    /** The pause after this many failures in a row, at least one. */
    Duration pause(int failures, RandomGenerator random) {
        double doubled = (double) first.toMillis() * Math.scalb(1.0, Math.min(failures - 1, MOST_DOUBLINGS));
        double pause = Math.min(doubled, (double) longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(pause * (1 + SPREAD * (2 * random.nextDouble() - 1)))));
    }

    boolean givesUpAfter(int failures) {
        return failures >= most;
    }
}
