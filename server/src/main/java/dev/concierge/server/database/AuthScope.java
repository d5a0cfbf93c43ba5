package dev.concierge.server.database;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Transactions of the role {@code concierge_auth}: before an account is known. It has no right on any table, only EXECUTE on definer functions that find, take or
 * insert one row by an exact key.
 */
public final class AuthScope {
    private final RolePool pool;

    AuthScope(RolePool pool) {
        this.pool = pool;
    }

    /**
     * Runs {@code work} in a transaction; joins the open one when it is of the same role.
     *
     * @throws IllegalStateException inside a transaction of another role
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when the database or a connection cannot be had
     */
    public <T extends @Nullable Object> T call(Function<JdbcClient, T> work) {
        return CurrentTransaction.run(pool, null, work);
    }

    /** {@link #call} without a result. */
    public void run(Consumer<JdbcClient> work) {
        this.<@Nullable Object>call(jdbc -> {
            work.accept(jdbc);
            return null;
        });
    }
}
