package dev.concierge.server.vault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast one node asks one provider on schedule. As fast as there are slots, until the provider says that this is too much or does not answer:
 * then not at all for as long as it asks, and afterwards at nine tenths of what it last stood, from where the pace grows again, quickly up to the
 * pace that was too much and slowly beyond (additive increase, multiplicative decrease). Nodes that share a provider's limit find their shares by
 * that without talking to each other. Callers who wait for a token are not held back by it.
 */
final class Pace {
    private static final double LEAST = 1;
    private static final double BACK = 0.9;
    private static final double QUICK = 1.5;
    private static final double SLOW = 0.02;

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
        double seconds = Math.max(0, Duration.between(filledAt, now).toMillis()) / 1000.0;
        // What was not used for long is not saved up: a second's worth at most.
        tokens = Math.min(Math.max(1, rate), tokens + seconds * rate);
        filledAt = now;
    }

    private void grow(Instant now) {
        while (rate < UNLIMITED && !now.isBefore(grownAt.plus(SECOND))) {
            grownAt = grownAt.plus(SECOND);
            rate = rate * QUICK < tooMuch ? rate * QUICK : rate + Math.max(1, rate * SLOW);
        }
        rate = Math.min(UNLIMITED, rate);
        if (rate >= UNLIMITED) {
            grownAt = now;
        }
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
