package dev.concierge.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One role's connections. A semaphore of the pool's size stands in front, so that thousands of virtual threads queue fairly there and never in
 * the pool itself.
 */
final class RolePool implements AutoCloseable {
    private static final ScopedValue<Boolean> OPENING = ScopedValue.newInstance();

    private final String role;
    private final Duration wait;
    private final int size;
    private final HikariDataSource pool;
    private final Semaphore permits;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    RolePool(
            String role,
            DatabaseSettings settings,
            DatabaseSettings.Login login,
            int size,
            @Nullable MeterRegistry meters) {
        this.role = role;
        this.wait = settings.connectionWait();
        this.size = size;
        HikariConfig config = new HikariConfig();
        config.setPoolName(role);
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setAutoCommit(true);
        config.setConnectionTimeout(wait.toMillis());
        config.setInitializationFailTimeout(-1);
        if (meters != null) {
            config.setMetricRegistry(meters);
        }
        this.pool = new HikariDataSource(config);
        this.permits = new Semaphore(size, true);
        GuardedDataSource guarded = new GuardedDataSource(pool, OPENING);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(guarded));
        this.jdbc = JdbcClient.create(guarded);
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** The unguarded pool, for libraries that manage their own short transactions (the job store, the rate limiter). */
    HikariDataSource unguarded() {
        return pool;
    }

    String role() {
        return role;
    }

    /**
     * Runs {@code work} in a transaction.
     *
     * @throws ProblemException {@code unavailable} when a connection cannot be had or breaks. At the commit nobody knows whether it was made; before,
     *     it was not
     */
    <T extends @Nullable Object> T inTransaction(Function<JdbcClient, T> work) {
        Semaphore door = ConnectionShare.door(this, size);
        acquire(door);
        try {
            acquire(permits);
            try {
                return connected(work);
            } finally {
                permits.release();
            }
        } finally {
            door.release();
        }
    }

    private <T extends @Nullable Object> T connected(Function<JdbcClient, T> work) {
        AtomicBoolean committing = new AtomicBoolean();
        try {
            return ScopedValue.where(OPENING, true).call(() -> transact(work, committing));
        } catch (CannotCreateTransactionException | DataAccessResourceFailureException | TransactionSystemException e) {
            throw new ProblemException(
                            ProblemType.UNAVAILABLE,
                            committing.get()
                                    ? "The database does not answer. Whether the change was made is not known."
                                    : "The database does not answer. Nothing was changed.",
                            e)
                    .retryAfter(Duration.ofSeconds(5));
        }
    }

    @SuppressWarnings("NullAway") // TransactionTemplate declares a nullable result; here it is exactly T
    private <T extends @Nullable Object> T transact(Function<JdbcClient, T> work, AtomicBoolean committing) {
        return transactions.execute(_ -> {
            T result = work.apply(jdbc);
            committing.set(true);
            return result;
        });
    }

    private void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "Too many requests wait for the database.")
                        .retryAfter(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.UNAVAILABLE, "The request was given up.", Objects.requireNonNull(e));
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
