package dev.concierge.server.limits;

import com.zaxxer.hikari.pool.HikariPool;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Limits that hold over all nodes: the counters stand in the database, under hashed keys. Each call is a short transaction of its own, so it
 * belongs to rare acts (signing in, signing up, starting a trip to a provider), not to the vend path, which {@link NodeLimiter} guards.
 */
@Component
public final class Limiter {
    private static final Duration KEPT_AFTER_FULL = Duration.ofMinutes(10);
    private static final int PURGED_AT_ONCE = 1000;

    private final SystemScope system;
    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

    Limiter(SystemScope system, Clock clock) {
        this.system = system;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(system.dataSource())
                .table("rate_buckets")
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .clientClock(Buckets.meter(clock))
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_AFTER_FULL))
                .requestTimeout(Duration.ofSeconds(5))
                .build();
    }

    /**
     * Counts one try.
     *
     * @param key whom it is counted for, for example a network; stored only as a hash
     * @throws ProblemException {@code too-many-requests} with the time to wait when the limit is reached; {@code unavailable} when the counters
     *     cannot be had, for a limit that cannot be checked lets nobody through
     * @throws IllegalStateException inside a transaction
     */
    public void take(Limit limit, String key) {
        ConsumptionProbe probe = reached(() -> bucket(limit, key).tryConsumeAndReturnRemaining(1));
        if (!probe.isConsumed()) {
            throw Buckets.refusal(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /**
     * Counts one try, where there is room for it.
     *
     * @return how long to wait when there is none; empty when it is counted
     * @throws ProblemException {@code unavailable} when the counters cannot be had
     * @throws IllegalStateException inside a transaction
     */
    public Optional<Duration> tryTake(Limit limit, String key) {
        return tryTake(limit, key, 1);
    }

    /**
     * Counts what costs several tries.
     *
     * @param tries at least 1; more than the limit ever holds at once counts as that many
     * @return how long to wait when there is no room for all of them; empty when they are counted
     * @throws ProblemException {@code unavailable} when the counters cannot be had
     * @throws IllegalStateException inside a transaction
     */
    public Optional<Duration> tryTake(Limit limit, String key, int tries) {
        long counted = Math.min(tries, limit.burst());
        ConsumptionProbe probe = reached(() -> bucket(limit, key).tryConsumeAndReturnRemaining(counted));
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /**
     * Counts several tries, whether there is room for them or not: what is too many is waited for before the next.
     *
     * @throws ProblemException {@code unavailable} when the counters cannot be had
     * @throws IllegalStateException inside a transaction
     */
    public void charge(Limit limit, String key, int tries) {
        reached(() -> bucket(limit, key).consumeIgnoringRateLimits(tries));
    }

    /** Takes one try back, for one that turned out well; the counter never rises above its burst. */
    public void giveBack(Limit limit, String key) {
        reached(() -> {
            bucket(limit, key).addTokens(1);
            return true;
        });
    }

    /** Forgets all tries of a key. */
    public void refill(Limit limit, String key) {
        reached(() -> {
            bucket(limit, key).reset();
            return true;
        });
    }

    /** Deletes counters that are full again, by the machine's clock, in which the library writes their end. @return how many */
    public int purge() {
        return system.call(jdbc -> jdbc.sql("""
                        delete from rate_buckets where id in
                            (select id from rate_buckets where expires_at < :now limit :most for update skip locked)
                        """)
                .param("now", System.currentTimeMillis())
                .param("most", PURGED_AT_ONCE)
                .update());
    }

    private BucketProxy bucket(Limit limit, String key) {
        return buckets.getProxy(hash(limit.name(), key), () -> Buckets.of(limit));
    }

    private static <T> T reached(Supplier<T> call) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException(
                    "a limit takes a connection of its own and is asked before the transaction");
        }
        try {
            return call.get();
        } catch (BucketExceptions.BucketExecutionException | HikariPool.PoolInitializationException e) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database does not answer. Nothing was changed.", e)
                    .retryAfter(Duration.ofSeconds(5));
        }
    }

    private static String hash(String name, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((name + '\0' + key).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
