package dev.concierge.server.database;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Transactions of the role {@code concierge_app}, for one account at a time. The account is set in the database as the first statement;
 * row-level security shows and takes only that account's rows, even when a query forgets to say so.
 */
public final class AccountScope {
    private static final Logger log = LoggerFactory.getLogger(AccountScope.class);
    private static final int TRIES = 3;

    private final RolePool pool;

    AccountScope(RolePool pool) {
        this.pool = pool;
    }

    /**
     * Runs {@code work} in a transaction for the account; joins the open one when it is of the same account.
     *
     * @throws IllegalStateException inside a transaction of another role or account
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when the database or a connection cannot be had
     */
    public <T extends @Nullable Object> T call(UUID accountId, Function<JdbcClient, T> work) {
        if (CurrentTransaction.isOpen()) {
            return CurrentTransaction.run(pool, accountId, work);
        }
        return CurrentTransaction.run(pool, accountId, jdbc -> {
            enter(jdbc, accountId);
            return work.apply(jdbc);
        });
    }

    /**
     * {@link #call}, and once more, up to three times in all, when PostgreSQL ended the transaction so that another one could go on (a deadlock): nothing was
     * changed then. {@code work} may run several times, so it only writes to the database. Never inside a transaction, which would be lost whole.
     *
     * @throws IllegalStateException inside a transaction
     * @throws org.springframework.dao.PessimisticLockingFailureException when it lost each time
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when the database or a connection cannot be had
     */
    public <T extends @Nullable Object> T callAgain(UUID accountId, Function<JdbcClient, T> work) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("a transaction cannot be repeated from inside");
        }
        for (int lost = 1; ; lost++) {
            try {
                return call(accountId, work);
            } catch (PessimisticLockingFailureException e) {
                if (lost == TRIES) {
                    throw e;
                }
                log.warn(
                        "a transaction was ended for another one's sake; it is repeated: {}",
                        e.getMostSpecificCause().getMessage());
            }
        }
    }

    /** {@link #call} without a result. */
    public void run(UUID accountId, Consumer<JdbcClient> work) {
        this.<@Nullable Object>call(accountId, jdbc -> {
            work.accept(jdbc);
            return null;
        });
    }

    private static void enter(JdbcClient jdbc, UUID accountId) {
        jdbc.sql("select set_config('concierge.account_id', :id, true)")
                .param("id", accountId.toString())
                .query(String.class)
                .single();
    }
}
