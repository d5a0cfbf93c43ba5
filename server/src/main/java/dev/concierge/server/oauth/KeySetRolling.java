package dev.concierge.server.oauth;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Fetches the key sets of this node again before they end, so that no sign-in waits for one. */
@Component
final class KeySetRolling implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KeySetRolling.class);
    private static final int SECONDS = 60;

    private final KeySets keySets;
    private volatile ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(thread());
    private volatile boolean running;

    KeySetRolling(KeySets keySets) {
        this.keySets = keySets;
    }

    private static ThreadFactory thread() {
        return Thread.ofPlatform().daemon().name("key sets").factory();
    }

    @Override
    public void start() {
        if (executor.isShutdown()) {
            executor = Executors.newSingleThreadScheduledExecutor(thread());
        }
        var _ = executor.scheduleWithFixedDelay(this::roll, SECONDS, SECONDS, TimeUnit.SECONDS);
        running = true;
    }

    private void roll() {
        try {
            keySets.roll();
        } catch (RuntimeException e) {
            log.warn("key sets failed on our side", e);
        }
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
