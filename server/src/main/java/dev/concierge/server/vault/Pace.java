package dev.concierge.server.vault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast one node asks one provider on schedule. As fast as there are slots, until the provider says that this is too much or does not answer:
 * then not at all for as long as it asks, and afterwards at nine tenths of what it last stood, from where the pace grows again as CUBIC does
 * (RFC 9438, section 4.2): soon back near the pace that was too much, there for some seconds, and then faster and faster, for what another node has
 * left is to be had. Nodes that share a provider's limit find their shares by that without talking to each other. Callers who wait for a token are
 * not held back by it.
 */
final class Pace {
    private static final double LEAST = 1;
    private static final double BACK = 0.9;
    private static final double QUICK = 1.5;
    /** The constant C of RFC 9438, in calls a second to the fourth. */
    private static final double CUBIC = 0.1;
    /** What was not used is saved for so many seconds: a provider counts seconds, and one must not hold much more than the pace. */
    private static final double SAVED = 0.25;

    /** No provider of this world is asked faster by one node; at this pace there is no limit. */
    private static final double UNLIMITED = 10_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Clock clock;
    private double rate = UNLIMITED;
    /** Known only where calls were answered in the second before; a provider that answered none may stand what it stood before. */
    private double tooMuch = UNLIMITED;

    private double tokens;
    private Instant filledAt;
    private Instant pausedUntil = Instant.MIN;
    private Instant grownAt;
    /** Since the pace was near what was too much. */
    private int secondsNear;

    private Instant secondBegan;
    private int answeredNow;
    private int answeredBefore;

    Pace(Clock clock) {
        this.clock = clock;
        Instant now = clock.instant();
        this.filledAt = now;
        this.grownAt = now;
        this.secondBegan = now;
    }

    /** Takes leave for at most so many calls now. @return how many may be made, down to none */
    synchronized int take(int wanted) {
        Instant now = clock.instant();
        if (now.isBefore(pausedUntil)) {
            return 0;
        }
        grow(now);
        fill(now);
        if (rate >= UNLIMITED) {
            return wanted;
        }
        int taken = (int) Math.min(wanted, Math.floor(tokens));
        tokens -= taken;
        return taken;
    }

    /** How long until one call more may be made, in whole milliseconds; zero: now. */
    synchronized Duration after() {
        Instant now = clock.instant();
        if (rate >= UNLIMITED && !now.isBefore(pausedUntil)) {
            return Duration.ZERO;
        }
        Instant from = filledAt.isAfter(now) ? filledAt : now;
        double have = tokens + seconds(filledAt, from) * rate;
        long millis = (long) Math.ceil(Math.max(0, 1 - have) / rate * 1000);
        return Duration.between(now, from).plusMillis(millis);
    }

    /** Gives back leave that was not used. */
    synchronized void giveBack(int unused) {
        tokens += unused;
    }

    /** The provider has answered a call. */
    synchronized void answered() {
        count(clock.instant());
        answeredNow++;
    }

    /**
     * The provider asks for less, or is in trouble. Calls that were under way together count once.
     *
     * @param wait how long it asks to be left alone
     */
    synchronized void trouble(Duration wait) {
        Instant now = clock.instant();
        count(now);
        if (!now.isBefore(pausedUntil)) {
            double stood = Math.max(answeredNow, answeredBefore);
            rate = Math.max(LEAST, Math.min(rate, stood) * BACK);
            tooMuch = stood > 0 ? Math.max(rate, stood) : tooMuch;
            tokens = 0;
            secondsNear = 0;
        }
        Instant until = now.plus(wait);
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
            filledAt = until;
            grownAt = until;
        }
    }

    /** Calls a second, for the metric and for tests. */
    synchronized double perSecond() {
        return clock.instant().isBefore(pausedUntil) ? 0 : rate;
    }

    private void fill(Instant now) {
        tokens = Math.min(Math.max(1, rate * SAVED), tokens + seconds(filledAt, now) * rate);
        filledAt = now.isAfter(filledAt) ? now : filledAt;
    }

    private static double seconds(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toNanos()) / (double) SECOND.toNanos();
    }

    private void grow(Instant now) {
        while (rate < UNLIMITED && !now.isBefore(grownAt.plus(SECOND))) {
            grownAt = grownAt.plus(SECOND);
            boolean far = tooMuch >= UNLIMITED || rate * QUICK < tooMuch;
            rate = far ? rate * QUICK : Math.max(rate, cubic(++secondsNear));
        }
        rate = Math.min(UNLIMITED, rate);
        if (rate >= UNLIMITED) {
            grownAt = now;
        }
    }

    private double cubic(int seconds) {
        double plateau = Math.cbrt(tooMuch * (1 - BACK) / CUBIC);
        return tooMuch + CUBIC * Math.pow(seconds - plateau, 3);
    }

    private void count(Instant now) {
        Duration passed = Duration.between(secondBegan, now);
        if (passed.compareTo(SECOND) >= 0) {
            answeredBefore = passed.compareTo(SECOND.multipliedBy(2)) < 0 ? answeredNow : 0;
            answeredNow = 0;
            secondBegan = now;
        }
    }
}
