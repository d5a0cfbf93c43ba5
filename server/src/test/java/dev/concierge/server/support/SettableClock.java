package dev.concierge.server.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs as the system's does, moved ahead by what a test says, until it is held. */
public final class SettableClock extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private volatile Clock base = Clock.systemUTC();

    /** Moves the clock on; it never goes back. */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time goes on, not back: " + step);
        }
        ahead.accumulateAndGet(step, Duration::plus);
    }

    /** From now on time passes only by {@link #advance}: what a limit gives back does not depend on how fast the machine is. */
    public void hold() {
        base = Clock.fixed(base.instant(), ZoneOffset.UTC);
    }

    /** Time runs again, and what passed meanwhile has passed. */
    public void release() {
        base = Clock.systemUTC();
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the server asks this clock for instants only");
    }
}
