package dev.concierge.server.encryption;

import dev.concierge.server.database.Ids;
import dev.concierge.server.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks every five seconds whether another node changed the data keys, and tells which this node holds. Only for what serves. */
final class KeyRingWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KeyRingWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** With the listening connection: before everything that encrypts, and after it has ended. */
    private static final int PHASE = Integer.MIN_VALUE + 1001;

    private final KeyRing ring;
    private final Ids ids;
    private @Nullable ScheduledExecutorService ticks;

    KeyRingWatch(KeyRing ring, Ids ids) {
        this.ring = ring;
        this.ids = ids;
    }

    @Override
    public synchronized void start() {
        ring.serveAs(ids.next());
        ticks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("key-ring-watch").daemon().factory());
        var _ = ticks.scheduleWithFixedDelay(ring::lookSoon, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (ticks == null) {
            return;
        }
        ticks.shutdownNow();
        ticks = null;
        try {
            ring.leave();
        } catch (ProblemException e) {
            log.warn("This node could not say that it leaves: {}", e.detail());
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return ticks != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
