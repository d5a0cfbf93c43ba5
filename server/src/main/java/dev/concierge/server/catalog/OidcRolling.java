package dev.concierge.server.catalog;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps the descriptions of OpenID providers fresh on this node, from the start on and without delaying it. */
final class OidcRolling implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OidcRolling.class);
    private static final int SECONDS = 60;

    private final OidcDiscovery discovery;
    private volatile ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(thread());
    private volatile boolean running;

    OidcRolling(OidcDiscovery discovery) {
        this.discovery = discovery;
    }

    private static java.util.concurrent.ThreadFactory thread() {
        return Thread.ofPlatform().daemon().name("oidc discovery").factory();
    }

    @Override
    public void start() {
        if (executor.isShutdown()) {
            executor = Executors.newSingleThreadScheduledExecutor(thread());
        }
        var _ = executor.scheduleWithFixedDelay(this::roll, 0, SECONDS, TimeUnit.SECONDS);
        running = true;
    }

    private void roll() {
        try {
            discovery.roll();
        } catch (RuntimeException e) {
            log.warn("discovery failed on our side", e);
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
