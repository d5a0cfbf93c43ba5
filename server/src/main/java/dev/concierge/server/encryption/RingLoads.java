package dev.concierge.server.encryption;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the stored keys one at a time and at most once a second, on a thread of its own: whoever waits may be inside a transaction, and a
 * thread has one at most.
 */
final class RingLoads<T> implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-ring").daemon().factory());
    private final Supplier<T> load;
    private @Nullable CompletableFuture<T> next;
    private long began = System.nanoTime() - PAUSE_NANOS;

    RingLoads(Supplier<T> load) {
        this.load = load;
    }

    /** A look that begins after this call; shared by everybody who asks before it begins. */
    synchronized CompletableFuture<T> next() {
        CompletableFuture<T> waiting = next;
        if (waiting == null) {
            waiting = new CompletableFuture<>();
            next = waiting;
            long pause = Math.max(0, began + PAUSE_NANOS - System.nanoTime());
            var _ = thread.schedule(this::run, pause, TimeUnit.NANOSECONDS);
        }
        return waiting;
    }

    private synchronized @Nullable CompletableFuture<T> begin() {
        CompletableFuture<T> mine = next;
        next = null;
        began = System.nanoTime();
        return mine;
    }

    private void run() {
        CompletableFuture<T> mine = begin();
        if (mine == null) {
            return;
        }
        try {
            mine.complete(load.get());
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
