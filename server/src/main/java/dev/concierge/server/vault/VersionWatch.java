package dev.concierge.server.vault;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Waits for another node to store a newer token: by notification, and by looking once in a while in case one was missed. */
@Component
class VersionWatch {
    private static final long LOOK_MILLIS = 500;

    private final AccountScope accounts;
    private final ConcurrentHashMap<UUID, CountDownLatch> waiting = new ConcurrentHashMap<>();

    VersionWatch(AccountScope accounts, Notifications notifications) {
        this.accounts = accounts;
        notifications.onChange(id -> {
            CountDownLatch latch = waiting.remove(id);
            if (latch != null) {
                latch.countDown();
            }
        });
    }

    /**
     * Returns when the row's version is no longer {@code version}, when nobody is at work on it any more, or after {@code atMost}. Holds no connection
     * while it waits.
     */
    void await(UUID accountId, UUID grantId, long version, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            CountDownLatch latch = waiting.computeIfAbsent(grantId, _ -> new CountDownLatch(1));
            if (accounts.call(accountId, jdbc -> RefreshIntents.isFree(jdbc, grantId, version))) {
                return;
            }
            try {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (latch.await(Math.clamp(left, 1, LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
