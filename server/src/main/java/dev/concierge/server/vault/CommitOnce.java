package dev.concierge.server.vault;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.problem.ProblemException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * A transaction about a grant that is repeated while the database is away. Where the connection breaks at the commit nobody knows whether it was
 * made; the next attempt asks the database what became of the one before ({@code pg_xact_status}), and does nothing when it was committed.
 */
@Component
class CommitOnce {
    private static final Logger log = LoggerFactory.getLogger(CommitOnce.class);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private record Attempt<T>(String transaction, T result) {}

    /** Waits although the thread was interrupted, and remembers that it was: an interrupted thread gets no connection, and no pause. */
    private static final class Patience {
        private boolean interrupted;

        void noteInterrupt() {
            interrupted |= Thread.interrupted();
        }

        void pause(Duration pause) {
            long end = System.nanoTime() + pause.toNanos();
            for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
                noteInterrupt();
            }
        }

        void interruptAgain() {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final AccountScope accounts;
    private final Notifications notifications;

    CommitOnce(AccountScope accounts, Notifications notifications) {
        this.accounts = accounts;
        this.notifications = notifications;
    }

    /**
     * Runs {@code work} in a transaction of the account until it is committed, once. {@code work} may run several times, so it only writes to the
     * database. Never inside a transaction. An interrupt ends neither the tries nor the pauses, for the answer is worth more; the thread is interrupted
     * afterwards.
     *
     * @return what the committed attempt answered
     * @throws ProblemException {@code unavailable} when the database has been away for ten minutes
     */
    <T> T run(UUID accountId, UUID grantId, Function<JdbcClient, T> work) {
        Patience patience = new Patience();
        try {
            return run(accountId, grantId, work, patience);
        } finally {
            patience.interruptAgain();
        }
    }

    private <T> T run(UUID accountId, UUID grantId, Function<JdbcClient, T> work, Patience patience) {
        AtomicReference<@Nullable Attempt<T>> last = new AtomicReference<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            patience.noteInterrupt();
            try {
                return accounts.call(accountId, jdbc -> attempt(jdbc, grantId, work, last));
            } catch (ProblemException | DataAccessException | TransactionException e) {
                if (System.nanoTime() > end) {
                    log.error("ALERT the answer of a refresh could not be stored for {}; it is lost", LONGEST);
                    throw e;
                }
                log.warn("the answer of a refresh could not be stored yet; trying again in {} ms", pause.toMillis());
                patience.pause(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }
    }

    private <T> T attempt(
            JdbcClient jdbc, UUID grantId, Function<JdbcClient, T> work, AtomicReference<@Nullable Attempt<T>> last) {
        Attempt<T> before = last.get();
        if (before != null && committed(jdbc, grantId, before.transaction())) {
            notifications.changed(grantId);
            return before.result();
        }
        T result = work.apply(jdbc);
        last.set(new Attempt<>(
                jdbc.sql("select pg_current_xact_id()::text")
                        .query(String.class)
                        .single(),
                result));
        return result;
    }

    /**
     * Whether that transaction was committed. It may be about to be: it holds the grant's row then, and this waits for it. After a fail-over to a
     * server that never had it, its number is not known there, and asking for a number of the future would be an error.
     */
    private static boolean committed(JdbcClient jdbc, UUID grantId, String transaction) {
        var _ = GrantRepository.lock(jdbc, grantId);
        return jdbc.sql("""
                        select case when cast(:transaction as xid8) < pg_snapshot_xmax(pg_current_snapshot())
                                    then coalesce(pg_xact_status(cast(:transaction as xid8)) = 'committed', false)
                                    else false end
                        """)
                .param("transaction", transaction)
                .query(Boolean.class)
                .single();
    }
}
