package dev.concierge.server.database;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Transactions of the role {@code concierge_system}, which claims work and administers. By column grants it sees ids, states and times, never a
 * ciphertext or a record's content.
 */
public final class SystemScope {
    private final RolePool pool;

    SystemScope(RolePool pool) {
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

    /** The pool itself, for libraries that manage their own short transactions (the job store, the rate limiter). */
    public DataSource dataSource() {
        return pool.unguarded();
    }
}
