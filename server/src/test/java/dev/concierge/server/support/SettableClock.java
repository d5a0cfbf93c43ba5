package dev.concierge.server.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs as the system's does, moved ahead by what a test says; it can be stopped for what must happen at one moment. */
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

    /** Stands still from now on, except for {@link #advance}. */
    public void stop() {
        base = Clock.fixed(base.instant(), ZoneOffset.UTC);
    }

    /** Runs again, and has caught up with the time for which it was stopped. */
    public void run() {
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
