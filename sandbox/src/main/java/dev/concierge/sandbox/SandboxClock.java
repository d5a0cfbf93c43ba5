package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The time at the providers: the machine's plus an offset that only grows. Outlives a restart with a data file. */
public final class SandboxClock extends Clock {
    private static final String OFFSET = "offset";

    private final Clock base;
    private final Store store;
    private final Table<Duration> offsets;

    SandboxClock(Clock base, Store store) {
        this.base = base;
        this.store = store;
        this.offsets = store.table("clock", Duration.class);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(base.withZone(zone), offset());
    }

    /** How far this clock is ahead of the machine's. */
    public Duration offset() {
        var offset = offsets.get(OFFSET);
        return offset == null ? Duration.ZERO : offset;
    }

    /**
     * Moves on by {@code step}.
     *
     * @throws IllegalArgumentException for a negative step: time at a real provider does not run backwards
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("The clock only moves forward.");
        }
        store.change(() -> offsets.put(OFFSET, offset().plus(step)));
    }
}
