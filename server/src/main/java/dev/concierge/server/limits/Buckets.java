package dev.concierge.server.limits;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What both limiters share: how a limit becomes a token bucket, which clock fills it, and how a refusal reads. */
final class Buckets {
    private Buckets() {}

    static BucketConfiguration of(Limit limit) {
        return BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.burst()).refillGreedy(1, limit.refill()))
                .build();
    }

    static TimeMeter meter(Clock clock) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                Instant now = clock.instant();
                return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    static ProblemException refusal(Duration wait) {
        return new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS, "That was tried too often in a short time. Nothing was done.")
                .retryAfter(wait);
    }
}
