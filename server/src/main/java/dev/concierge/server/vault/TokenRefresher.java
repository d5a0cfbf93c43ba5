package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.RefreshOutcome;
import dev.concierge.server.oauth.TokenEndpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final RefreshStore store;
    private final RunOut runOut;
    private final VersionWatch watch;
    private final TokenEndpoint tokenEndpoint;
    private final Catalog catalog;
    private final Registrations registrations;
    private final RowCipher cipher;
    private final VaultSettings settings;
    private final Clock clock;
    private final ConcurrentHashMap<UUID, CompletableFuture<RefreshResult>> underWay = new ConcurrentHashMap<>();
    private volatile ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    TokenRefresher(
            RefreshClaims claims,
            RefreshStore store,
            RunOut runOut,
            VersionWatch watch,
            TokenEndpoint tokenEndpoint,
            Catalog catalog,
            Registrations registrations,
            RowCipher cipher,
            VaultSettings settings,
            Clock clock) {
        this.claims = claims;
        this.store = store;
        this.runOut = runOut;
        this.watch = watch;
        this.tokenEndpoint = tokenEndpoint;
        this.catalog = catalog;
        this.registrations = registrations;
        this.cipher = cipher;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Refreshes the grant, or joins the refresh that is under way in this process.
     *
     * @param minTtl what the caller needs; a row that is good for it by now is not refreshed again
     */
    RefreshResult refresh(UUID accountId, UUID grantId, Duration minTtl) {
        return await(start(accountId, grantId, minTtl));
    }

    /**
     * Begins a refresh that nobody waits for.
     *
     * @param afterwards runs when it has ended, however it ended
     */
    void begin(UUID accountId, UUID grantId, Runnable afterwards) {
        var _ = start(accountId, grantId, RefreshPolicy.NOW).whenComplete((_, _) -> afterwards.run());
    }

    private CompletableFuture<RefreshResult> start(UUID accountId, UUID grantId, Duration minTtl) {
        CompletableFuture<RefreshResult> mine = new CompletableFuture<>();
        CompletableFuture<RefreshResult> before = underWay.putIfAbsent(grantId, mine);
        if (before != null) {
            return before;
        }
        executor.execute(() -> {
            RefreshResult result = new RefreshResult.Unavailable(LITTLE);
            try {
                result = claimCallStore(accountId, grantId, minTtl);
            } catch (RuntimeException e) {
                log.warn("refresh of grant {} failed on our side", grantId, e);
            } finally {
                underWay.remove(grantId, mine);
                mine.complete(result);
            }
        });
        return mine;
    }

    private RefreshResult claimCallStore(UUID accountId, UUID grantId, Duration minTtl) {
        long patienceEnds = System.nanoTime() + settings.callerPatience().toNanos();
        while (true) {
            switch (claims.claim(accountId, grantId, minTtl)) {
                case RefreshClaim.NotNow(Grant grant, RefreshPolicy.Decision decision) -> {
                    if (grant != null) {
                        runOut.put(grant, decision);
                    }
                    return resultOf(decision);
                }
                case RefreshClaim.HeldElsewhere held -> {
                    Duration left = Duration.ofNanos(patienceEnds - System.nanoTime());
                    if (left.isNegative()) {
                        return new RefreshResult.Unavailable(LITTLE);
                    }
                    watch.await(
                            accountId,
                            grantId,
                            held.version(),
                            left.compareTo(held.atMost()) < 0 ? left : held.atMost());
                }
                case RefreshClaim.Claimed claimed -> {
                    return callAndStore(claimed);
                }
            }
        }
    }

    private RefreshResult callAndStore(RefreshClaim.Claimed claimed) {
        Grant grant = claimed.grant();
        Provider provider = catalog.require(grant.provider());
        Optional<Registration> registration = registrations.byId(grant.registration());
        if (registration.isEmpty()) {
            return store.misconfigured(claimed, "no_registration");
        }
        try {
            return call(claimed, provider, registration.get());
        } catch (UnreadableException e) {
            log.error("ALERT a token of grant {} does not open; the row was changed or moved", grant.id());
            return store.misconfigured(claimed, "unreadable");
        }
    }

    /** With the refresh token, or where the provider has none with the access token itself. */
    private RefreshResult call(RefreshClaim.Claimed claimed, Provider provider, Registration registration)
            throws UnreadableException {
        Grant grant = claimed.grant();
        Instant sendBy = clock.instant().plus(settings.refreshDeadline());
        if (grant.refreshToken() == null) {
            Secret access = cipher.decrypt(Objects.requireNonNull(grant.accessToken()), grant.accessBinding());
            RefreshOutcome outcome = tokenEndpoint.extend(provider, registration, access, sendBy);
            return store.store(claimed, provider, registration, null, outcome);
        }
        Secret refreshToken = cipher.decrypt(grant.refreshToken(), grant.refreshBinding());
        RefreshOutcome outcome = tokenEndpoint.refresh(provider, registration, refreshToken, Set.of(), sendBy);
        return store.store(claimed, provider, registration, refreshToken, outcome);
    }

    private static RefreshResult resultOf(RefreshPolicy.Decision decision) {
        return switch (decision) {
            case RefreshPolicy.Decision.Good() -> new RefreshResult.Fresh();
            case RefreshPolicy.Decision.Refresh _ -> new RefreshResult.Unavailable(LITTLE);
            case RefreshPolicy.Decision.Cannot(RefreshPolicy.Why why, boolean _, Instant _) ->
                switch (why) {
                    case NEEDS_RECONNECT -> new RefreshResult.Rejected();
                    case MISCONFIGURED -> new RefreshResult.Misconfigured();
                    case ENDED -> new RefreshResult.Ended();
                    case BACKING_OFF -> new RefreshResult.Unavailable(LITTLE);
                };
        };
    }

    private RefreshResult await(CompletableFuture<RefreshResult> result) {
        try {
            return result.get(settings.callerPatience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new RefreshResult.Unavailable(LITTLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RefreshResult.Unavailable(LITTLE);
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
