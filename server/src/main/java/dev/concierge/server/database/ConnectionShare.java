package dev.concierge.server.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many connections of each pool some work may hold at once: half. Whatever waits for a lock, or is slow, leaves the other half to everything else,
 * and waits in front of its own door. It binds the thread that runs the work, not threads that the work begins.
 */
public final class ConnectionShare {
    private static final ScopedValue<ConnectionShare> CURRENT = ScopedValue.newInstance();

    private final Map<RolePool, Semaphore> doors = new ConcurrentHashMap<>();

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /** Runs work whose transactions share this half with all other work that is run so. */
    public <X extends Exception> void run(Work<X> work) throws X {
        ScopedValue.where(CURRENT, this).<Boolean, X>call(() -> {
            work.run();
            return true;
        });
    }

    /** The door of the work on this thread into the pool; one that is always open when no share binds it. */
    static Semaphore door(RolePool pool, int size) {
        return CURRENT.isBound()
                ? CURRENT.get().doors.computeIfAbsent(pool, _ -> new Semaphore(Math.max(1, size / 2), true))
                : new Semaphore(1);
    }
}
