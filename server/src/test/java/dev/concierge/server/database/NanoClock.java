package dev.concierge.server.database;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time as a {@link Freshness} measures it; it stands still until a test moves it. */
final class NanoClock implements LongSupplier {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

    void advance(Duration step) {
        now.addAndGet(step.toNanos());
    }

    @Override
    public long getAsLong() {
        return now.get();
    }
}
