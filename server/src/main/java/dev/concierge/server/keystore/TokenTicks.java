package dev.concierge.server.keystore;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Looks every five seconds whether the token of the key store is to be renewed, on a thread of its own. Only for what serves. */
final class TokenTicks implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final VaultSignIn signIn;
    private @Nullable ScheduledExecutorService ticks;

    TokenTicks(VaultSignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public synchronized void start() {
        ticks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("key-store-token").daemon().factory());
        var _ = ticks.scheduleWithFixedDelay(signIn::tick, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (ticks != null) {
            ticks.shutdownNow();
            ticks = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return ticks != null;
    }
}
