package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.RefreshOutcome;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Transaction 2 of a refresh. The new token is stored before anything about it is checked; while the database is away the answer is kept and
 * the store repeated, never the call.
 */
@Component
class RefreshStore {
    private static final Logger log = LoggerFactory.getLogger(RefreshStore.class);
    private static final String OTHER_ACCOUNT = "other_account";
    private static final Duration STORE_FOR = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MISCONFIGURED_RETRY = Duration.ofMinutes(10);

    private final AccountScope accounts;
    private final TokenSealer sealer;
    private final PendingRevocations revocations;
    private final IdentityCheck identity;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final MeterRegistry meters;
    private final Clock clock;

    RefreshStore(
            AccountScope accounts,
            TokenSealer sealer,
            PendingRevocations revocations,
            IdentityCheck identity,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            MeterRegistry meters,
            Clock clock) {
        this.accounts = accounts;
        this.sealer = sealer;
        this.revocations = revocations;
        this.identity = identity;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    RefreshResult store(
            RefreshClaim.Claimed claimed,
            Provider provider,
            Registration registration,
            @Nullable Secret refreshToken,
            RefreshOutcome outcome) {
        RefreshResult result = switch (outcome) {
            case RefreshOutcome.Refreshed(TokenSet tokens) -> {
                RefreshResult stored = keepTrying(() -> storeTokens(claimed, provider, refreshToken, tokens));
                yield otherAccount(claimed, provider, registration, tokens)
                        ? rejected(claimed, 1, OTHER_ACCOUNT)
                        : stored;
            }
            case RefreshOutcome.Rejected(var error) ->
                rejected(claimed, 0, claimed.afterLostAnswer() ? "answer_lost" : error.word());
            case RefreshOutcome.Misconfigured(var error) -> misconfigured(claimed, error.word());
            case RefreshOutcome.Unavailable unavailable -> unavailable(claimed, unavailable);
        };
        meters.counter("concierge.refreshes", "provider", provider.id(), "outcome", word(result))
                .increment();
        return result;
    }

    /** The operator must act: noted, tried again in a while, and the grant is not marked dead. */
    RefreshResult misconfigured(RefreshClaim.Claimed claimed, String cause) {
        keepTrying(() -> verdict(
                claimed, 0, Grant.State.MISCONFIGURED, cause, clock.instant().plus(MISCONFIGURED_RETRY)));
        return new RefreshResult.Misconfigured();
    }

    private RefreshResult storeTokens(
            RefreshClaim.Claimed claimed, Provider provider, @Nullable Secret oldRefreshToken, TokenSet tokens) {
        Grant before = claimed.grant();
        return accounts.call(before.accountId(), jdbc -> {
            Grant next = sealer.refreshed(before, provider, tokens, oldRefreshToken);
            boolean stored = GrantRepository.storeTokens(jdbc, next, sealer.dueAt(next));
            closeIntent(jdbc, claimed);
            if (!stored) {
                return overtaken(jdbc, before, provider, tokens);
            }
            notifications.changed(before.id());
            audit.record(AuditEvent.done(before.accountId(), "system", "grant.refresh", "grant:" + before.id())
                    .with("provider", before.provider())
                    .with("rotated", Boolean.toString(tokens.refreshToken() != null)));
            events.publishEvent(new GrantRefreshed(
                    before.accountId(), before.id(), next.scopes(), TokenSealer.beyond(before, provider, tokens)));
            return new RefreshResult.Fresh();
        });
    }

    /** Somebody stored a newer token or consent, or the person disconnected, while we were out. */
    private RefreshResult overtaken(JdbcClient jdbc, Grant before, Provider provider, TokenSet tokens) {
        Optional<Grant> now = GrantRepository.find(jdbc, before.id());
        boolean ended = now.isEmpty() || now.get().state() == Grant.State.ENDED;
        if (ended || provider.revocation().canBeNarrow()) {
            revocations.add(jdbc, before, tokens, null);
        }
        return ended ? new RefreshResult.Ended() : new RefreshResult.Fresh();
    }

    private boolean otherAccount(
            RefreshClaim.Claimed claimed, Provider provider, Registration registration, TokenSet tokens) {
        return identity.isOther(provider, registration, tokens, claimed.grant());
    }

    private RefreshResult rejected(RefreshClaim.Claimed claimed, int versionsSince, String cause) {
        return keepTrying(() -> verdict(claimed, versionsSince, Grant.State.REJECTED, cause, null));
    }

    private RefreshResult verdict(
            RefreshClaim.Claimed claimed,
            int versionsSince,
            Grant.State state,
            String cause,
            @Nullable Instant retryAt) {
        Grant grant = claimed.grant();
        return accounts.call(grant.accountId(), jdbc -> {
            if (OTHER_ACCOUNT.equals(cause)) {
                GrantRepository.disown(jdbc, grant.id(), grant.version() + versionsSince);
            }
            boolean written = GrantRepository.condemn(
                    jdbc, grant.id(), grant.version() + versionsSince, claimed.fence(), state, cause, retryAt);
            closeIntent(jdbc, claimed);
            if (!written) {
                return new RefreshResult.Fresh();
            }
            notifications.changed(grant.id());
            audit.record(AuditEvent.refused(grant.accountId(), "system", "grant.refresh", "grant:" + grant.id(), cause)
                    .with("provider", grant.provider())
                    .with("state", state.word()));
            if (state == Grant.State.REJECTED) {
                events.publishEvent(new RefreshRejected(grant.accountId(), grant.id(), cause));
                return new RefreshResult.Rejected();
            }
            events.publishEvent(new RefreshMisconfigured(grant.accountId(), grant.id(), cause));
            return new RefreshResult.Misconfigured();
        });
    }

    private RefreshResult unavailable(RefreshClaim.Claimed claimed, RefreshOutcome.Unavailable unavailable) {
        Grant grant = claimed.grant();
        return keepTrying(() -> accounts.call(grant.accountId(), jdbc -> {
            GrantRepository.backOff(
                    jdbc, grant.id(), claimed.fence(), clock.instant().plus(unavailable.retryAfter()));
            if (unavailable.sent()) {
                jdbc.sql("update refresh_intents set answer_lost = true where grant_id = :id and fence = :fence")
                        .param("id", grant.id())
                        .param("fence", claimed.fence())
                        .update();
            } else {
                closeIntent(jdbc, claimed);
            }
            notifications.changed(grant.id());
            return new RefreshResult.Unavailable(unavailable.retryAfter());
        }));
    }

    private static void closeIntent(JdbcClient jdbc, RefreshClaim.Claimed claimed) {
        jdbc.sql("delete from refresh_intents where grant_id = :id and fence = :fence")
                .param("id", claimed.grant().id())
                .param("fence", claimed.fence())
                .update();
    }

    private <T> T keepTrying(Supplier<T> transaction) {
        long end = System.nanoTime() + STORE_FOR.toNanos();
        Duration pause = Duration.ofMillis(100);
        while (true) {
            try {
                return transaction.get();
            } catch (ProblemException | DataAccessException | org.springframework.transaction.TransactionException e) {
                if (System.nanoTime() > end) {
                    log.error("ALERT the answer of a refresh could not be stored for {}; it is lost", STORE_FOR);
                    throw e;
                }
                log.warn("the answer of a refresh could not be stored yet; trying again in {} ms", pause.toMillis());
                java.util.concurrent.locks.LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private static String word(RefreshResult result) {
        return switch (result) {
            case RefreshResult.Fresh _ -> "refreshed";
            case RefreshResult.Rejected _ -> "rejected";
            case RefreshResult.Misconfigured _ -> "misconfigured";
            case RefreshResult.Ended _ -> "ended";
            case RefreshResult.Unavailable _ -> "unavailable";
        };
    }
}
