package dev.concierge.server.database;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * What this node knows of changes elsewhere: a counter of changes, the last one of each id (in stripes, so a foreign id of the same stripe
 * costs one needless load), and when the node last heard its own heartbeat. A node that has not heard itself for 750 ms trusts no cache;
 * when it hears again, everything cached before that moment is dropped first.
 */
final class Freshness {
    static final Duration TRUST = Duration.ofMillis(750);
    private static final int STRIPES = 4096;

    private final LongSupplier nanoTime;
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLongArray lastChange = new AtomicLongArray(STRIPES);
    private final AtomicLong floor = new AtomicLong();
    private volatile long heardAt;
    private volatile boolean heard;

    Freshness(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The number of the latest change; a row loaded after this call is at least that new. */
    long now() {
        return changes.get();
    }

    void changed(UUID id) {
        if (id.equals(Notifications.EVERYTHING)) {
            dropEverything();
            return;
        }
        lastChange.set(stripe(id), changes.incrementAndGet());
    }

    /** Whether none of the ids changed after {@code loadedAt}, as far as a node can know that hears notifications. */
    boolean unchangedSince(long loadedAt, Iterable<UUID> ids) {
        if (loadedAt < floor.get()) {
            return false;
        }
        for (UUID id : ids) {
            if (lastChange.get(stripe(id)) > loadedAt) {
                return false;
            }
        }
        return true;
    }

    boolean trusted() {
        return heard && nanoTime.getAsLong() - heardAt < TRUST.toNanos();
    }

    void heartbeat() {
        if (!trusted()) {
            dropEverything();
        }
        heardAt = nanoTime.getAsLong();
        heard = true;
    }

    /** The listening connection is gone: nothing is trusted until the next heartbeat. */
    void deaf() {
        heard = false;
    }

    private void dropEverything() {
        floor.accumulateAndGet(changes.incrementAndGet(), Math::max);
    }

    private static int stripe(UUID id) {
        return Math.floorMod(id.hashCode(), STRIPES);
    }
}
