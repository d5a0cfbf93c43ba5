package dev.concierge.server.database;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction of this thread, whichever role runs it. One thread has at most one: a second role's, or another account's, inside it is a
 * mistake and refused, because it would take a second connection while the first waits.
 */
public final class CurrentTransaction {
    private static final ScopedValue<Open> OPEN = ScopedValue.newInstance();

    private record Open(RolePool pool, @Nullable UUID accountId) {}

    private CurrentTransaction() {}

    /** Whether this thread is inside a transaction; outgoing calls are refused then. */
    public static boolean isOpen() {
        return OPEN.isBound();
    }

    /**
     * The open transaction's client, for rooms that write beside the act of another room (audit, jobs).
     *
     * @throws IllegalStateException when none is open
     */
    public static JdbcClient jdbc() {
        if (!OPEN.isBound()) {
            throw new IllegalStateException("no transaction is open");
        }
        return OPEN.get().pool().jdbc();
    }

    /** Runs after the commit, on this thread; never when the transaction is rolled back. */
    public static void afterCommit(Runnable action) {
        if (!OPEN.isBound()) {
            throw new IllegalStateException("no transaction is open");
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    static <T extends @Nullable Object> T run(RolePool pool, @Nullable UUID accountId, Function<JdbcClient, T> work) {
        if (OPEN.isBound()) {
            Open open = OPEN.get();
            if (open.pool() != pool || !Objects.equals(open.accountId(), accountId)) {
                throw new IllegalStateException("a transaction of " + pool.role() + " inside one of "
                        + open.pool().role() + ", or for another account");
            }
            return work.apply(pool.jdbc());
        }
        return ScopedValue.where(OPEN, new Open(pool, accountId)).call(() -> pool.inTransaction(work));
    }
}
