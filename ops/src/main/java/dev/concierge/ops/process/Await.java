package dev.concierge.ops.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for something outside of this program that can only be looked at again and again. */
public final class Await {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** How the wait ended. */
    public enum End {
        CAME,
        TOO_LATE,
        GIVEN_UP
    }

    private Await() {}

    /**
     * Waits until the condition holds.
     *
     * @param givenUp ends the wait early when it completes
     */
    public static End until(BooleanSupplier condition, Duration limit, CompletableFuture<?> givenUp)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return End.TOO_LATE;
            }
            if (completesWithin(givenUp, LOOK_EVERY)) {
                return End.GIVEN_UP;
            }
        }
        return End.CAME;
    }

    private static boolean completesWithin(CompletableFuture<?> future, Duration time) throws InterruptedException {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        }
    }
}
