package dev.concierge.server.outbound;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of one host of one provider: a bulkhead, so that a slow provider holds at most so many calls, and a breaker, so that a
 * broken one is left alone. Calls beyond the bulkhead are told at once; they do not queue behind a provider that hangs.
 */
final class Gate {
    private static final int WINDOW = 20;
    private static final int LEAST_CALLS = 10;
    private static final int TRIAL_CALLS = 3;
    private static final int SERVER_ERROR = 500;
    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);

    private final Semaphore permits;
    private final CircuitBreaker breaker;
    private final Duration breakerWait;

    Gate(String name, OutboundSettings settings) {
        this.permits = new Semaphore(settings.callsPerHost());
        this.breakerWait = settings.breakerWait();
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW, LEAST_CALLS, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(settings.breakerFailures())
                        .waitDurationInOpenState(settings.breakerWait())
                        .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                        .build());
    }

    /** @return null when the call may be made; {@link #leave} must follow then */
    @Nullable
    Unreachable enter() {
        if (!permits.tryAcquire()) {
            return new Unreachable(Reason.BULKHEAD_FULL, false, BUSY_WAIT);
        }
        if (!breaker.tryAcquirePermission()) {
            permits.release();
            return new Unreachable(Reason.BREAKER_OPEN, false, breakerWait);
        }
        return null;
    }

    /** The call's work has ended, with or without somebody waiting for it. */
    void leave() {
        permits.release();
    }

    /** Counts how a call ended. An answer below 500 is a success: the host works, whatever it said. */
    void count(OutboundOutcome outcome, Duration took) {
        switch (outcome) {
            case Answered answered
            when answered.status() < SERVER_ERROR -> breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
            case Answered _ -> failed(took);
            case Unreachable unreachable -> {
                switch (unreachable.reason()) {
                    case CONNECT, TLS, CUT, TOO_LARGE -> failed(took);
                    case TIMEOUT -> {
                        if (unreachable.sent()) {
                            failed(took);
                        } else {
                            breaker.releasePermission();
                        }
                    }
                    case REFUSED_ADDRESS, BREAKER_OPEN, BULKHEAD_FULL -> breaker.releasePermission();
                }
            }
        }
    }

    ProviderHealth.Condition condition() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> ProviderHealth.Condition.LEFT_ALONE;
            default ->
                breaker.getMetrics().getNumberOfFailedCalls() == 0
                        ? ProviderHealth.Condition.WORKING
                        : ProviderHealth.Condition.FAILING;
        };
    }

    private void failed(Duration took) {
        breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new IOException("call failed"));
    }
}
