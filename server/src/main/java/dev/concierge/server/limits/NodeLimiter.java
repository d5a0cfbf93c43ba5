package dev.concierge.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Limits of this node alone, in memory: for calls that come so often that a look into the database would cost more than the call. With several
 * nodes each grants the whole limit.
 */
@Component
public final class NodeLimiter {
    private static final long MOST_KEYS = 100_000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private record Key(Limit limit, String key) {}

    private final TimeMeter meter;
    private final Cache<Key, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterAccess(KEPT).build();

    NodeLimiter(Clock clock) {
        this.meter = Buckets.meter(clock);
    }

    /**
     * Counts one call.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} with the time to wait
     */
    public void take(Limit limit, String key) {
        ConsumptionProbe probe = bucket(limit, key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Buckets.refusal(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** Counts one call. @return whether it was within the limit */
    public boolean tryTake(Limit limit, String key) {
        return bucket(limit, key).tryConsume(1);
    }

    /** Whether the next call would still be within the limit; counts nothing. */
    public boolean hasRoom(Limit limit, String key) {
        return bucket(limit, key).getAvailableTokens() > 0;
    }

    private Bucket bucket(Limit limit, String key) {
        return buckets.get(new Key(limit, key), wanted -> local(wanted.limit()));
    }

    private Bucket local(Limit limit) {
        return new LocalBucketBuilder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.burst()).refillGreedy(1, limit.refill()))
                .withCustomTimePrecision(meter)
                .build();
    }
}
