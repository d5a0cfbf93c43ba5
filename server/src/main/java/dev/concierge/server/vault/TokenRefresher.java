package dev.concierge.server.vault;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Refreshes a grant: one at a time over all nodes, and no answer thrown away. Claim (transaction 1), call (no transaction, no connection),
 * store (transaction 2). The work runs on an executor of its own: a caller who hangs up cancels nothing, and shutdown waits for what is under
 * way before the pools close.
 */
@Component
class TokenRefresher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TokenRefresher.class);
    private static final Duration LITTLE = Duration.ofSeconds(1);

    private final RefreshClaims claims;
    private final RefreshCall call;
    private final RunOut runOut;
    private final VersionWatch watch;
    private final MeterRegistry meters;
    private final VaultSettings settings;
    private final Clock clock;
    private final ConcurrentHashMap<UUID, CompletableFuture<RefreshResult>> underWay = new ConcurrentHashMap<>();
    private volatile ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    TokenRefresher(
            RefreshClaims claims,
            RefreshCall call,
            RunOut runOut,
            VersionWatch watch,
            MeterRegistry meters,
            VaultSettings settings,
            Clock clock) {
        this.claims = claims;
        this.call = call;
        this.runOut = runOut;
        this.watch = watch;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Refreshes the grant, or joins the refresh that is under way in this process.
     *
     * @param ask what the caller needs, and who it is: counted for whoever began it
     */
    RefreshResult refresh(UUID accountId, UUID grantId, RefreshAsk ask) {
        return await(start(accountId, grantId, ask));
    }

    /**
     * Begins a refresh of the schedule, that nobody waits for.
     *
     * @param afterwards is told how it ended, however that was; runs on the refresh's own thread
     */
    void begin(UUID accountId, UUID grantId, Consumer<RefreshResult> afterwards) {
        var _ = start(accountId, grantId, RefreshAsk.SCHEDULE).thenAccept(afterwards);
    }

    private CompletableFuture<RefreshResult> start(UUID accountId, UUID grantId, RefreshAsk ask) {
        CompletableFuture<RefreshResult> mine = new CompletableFuture<>();
        CompletableFuture<RefreshResult> before = underWay.putIfAbsent(grantId, mine);
        if (before != null) {
            return before;
        }
        try {
            executor.execute(() -> {
                RefreshResult result = new RefreshResult.Faulted();
                try {
                    result = claimCallStore(accountId, grantId, ask);
                } catch (RuntimeException e) {
                    log.warn("refresh of grant {} failed on our side", grantId, e);
                } finally {
                    underWay.remove(grantId, mine);
                    mine.complete(result);
                }
            });
        } catch (RejectedExecutionException e) {
            log.info("refresh of grant {} is left to another node; this one stops", grantId);
            underWay.remove(grantId, mine);
            mine.complete(new RefreshResult.Faulted());
        }
        return mine;
    }

    private RefreshResult claimCallStore(UUID accountId, UUID grantId, RefreshAsk ask) {
        long patienceEnds = System.nanoTime() + settings.callerPatience().toNanos();
        while (true) {
            // Counted from before the claim, whose lease begins later: whoever was held up in between gives up unsent.
            Instant until = clock.instant().plus(settings.refreshDeadline());
            switch (claims.claim(accountId, grantId, ask)) {
                case RefreshClaim.NotNow(Grant grant, RefreshPolicy.Decision decision) -> {
                    if (grant != null) {
                        runOut.put(grant, decision);
                    }
                    return resultOf(grant, decision);
                }
                case RefreshClaim.Condemned(Grant grant) -> {
                    return counted(grant, new RefreshResult.Rejected(grant));
                }
                case RefreshClaim.HeldElsewhere held -> {
                    Duration left = Duration.ofNanos(patienceEnds - System.nanoTime());
                    if (left.isNegative()) {
                        return new RefreshResult.Unavailable(null, LITTLE, false);
                    }
                    watch.await(
                            accountId,
                            grantId,
                            held.version(),
                            left.compareTo(held.atMost()) < 0 ? left : held.atMost());
                }
                case RefreshClaim.Claimed claimed -> {
                    return counted(claimed.grant(), call.make(claimed, until));
                }
            }
        }
    }

    /** Everything that was claimed, however it ended, is counted here and nowhere else. */
    private RefreshResult counted(Grant grant, RefreshResult result) {
        meters.counter("concierge.refreshes", "provider", grant.provider(), "outcome", result.word())
                .increment();
        return result;
    }

    private static RefreshResult resultOf(@Nullable Grant grant, RefreshPolicy.Decision decision) {
        if (grant == null) {
            return new RefreshResult.Ended();
        }
        return switch (decision) {
            case RefreshPolicy.Decision.Good() -> new RefreshResult.Fresh(grant);
            case RefreshPolicy.Decision.Refresh _ -> new RefreshResult.Unavailable(grant, LITTLE, false);
            case RefreshPolicy.Decision.Cannot(RefreshPolicy.Why why, boolean _, Instant _) ->
                switch (why) {
                    case NEEDS_RECONNECT -> new RefreshResult.Rejected(grant);
                    case MISCONFIGURED -> new RefreshResult.Misconfigured(grant);
                    case ENDED -> new RefreshResult.Ended();
                    case BACKING_OFF -> new RefreshResult.Unavailable(grant, LITTLE, false);
                };
        };
    }

    private RefreshResult await(CompletableFuture<RefreshResult> result) {
        try {
            return result.get(settings.callerPatience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new RefreshResult.Unavailable(null, LITTLE, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RefreshResult.Unavailable(null, LITTLE, false);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void start() {
        if (executor.isShutdown()) {
            executor = Executors.newVirtualThreadPerTaskExecutor();
        }
        running = true;
    }

    /** Waits for every refresh under way: an answer that is not stored is lost. */
    @Override
    public void stop() {
        running = false;
        executor.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server has stopped taking requests, before the pools close. */
    @Override
    public int getPhase() {
        return 0;
    }
}
