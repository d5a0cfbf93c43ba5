package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What other rooms may ask of the grants. A token leaves only as {@link FreshToken}; a refresh token never does. */
@Component
public class Vault {
    private static final Logger log = LoggerFactory.getLogger(Vault.class);
    private static final String TOKEN_TYPE = "Bearer";

    /** With the account, so that a look-up under one account never answers another's. */
    private record GrantKey(UUID accountId, UUID grantId) {}

    private final AccountScope accounts;
    private final NodeCache<GrantKey, Grant> grants;
    private final TokenRefresher refresher;
    private final TokenSealer sealer;
    private final PendingRevocations revocations;
    private final Revoker revoker;
    private final RowCipher cipher;
    private final Notifications notifications;
    private final Quarantine quarantine;
    private final RunOut runOut;
    private final Catalog catalog;
    private final Ids ids;
    private final Clock clock;

    Vault(
            AccountScope accounts,
            NodeCaches caches,
            TokenRefresher refresher,
            TokenSealer sealer,
            PendingRevocations revocations,
            Revoker revoker,
            RowCipher cipher,
            Notifications notifications,
            Quarantine quarantine,
            RunOut runOut,
            Catalog catalog,
            Ids ids,
            Clock clock,
            VaultSettings settings) {
        this.accounts = accounts;
        this.grants = caches.create(settings.cachedGrants(), grant -> List.of(grant.id(), grant.accountId()));
        this.refresher = refresher;
        this.sealer = sealer;
        this.revocations = revocations;
        this.revoker = revoker;
        this.cipher = cipher;
        this.notifications = notifications;
        this.quarantine = quarantine;
        this.runOut = runOut;
        this.catalog = catalog;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * An access token that lives for at least {@code minTtl}, or as long as one can be had. Never inside a transaction.
     *
     * @param minTtl cut to half of the token's life
     * @param caller who asks, as the trail names it: {@code key:<id>}, {@code sync}; a refresh that this begins is counted for it
     * @throws ProblemException {@code not-found}; {@code needs-reconnect}, {@code misconfigured} or {@code provider-unavailable} when the token in
     *     hand has ended and no new one can be had
     */
    public FreshToken freshToken(UUID accountId, UUID grantId, Duration minTtl, String caller) {
        Grant grant = require(accountId, grantId);
        RefreshPolicy.Decision decision = RefreshPolicy.decide(grant, sealer.rules(grant), clock.instant(), minTtl);
        if (decision instanceof RefreshPolicy.Decision.Good) {
            return open(grant);
        }
        if (decision instanceof RefreshPolicy.Decision.Refresh) {
            return afterRefresh(grant, refresher.refresh(accountId, grantId, new RefreshAsk(minTtl, false, caller)));
        }
        return cannot(grant, (RefreshPolicy.Decision.Cannot) decision);
    }

    /**
     * Gets a new token now, unless the one in hand is younger than a minute.
     *
     * @param caller as for {@link #freshToken}
     * @throws ProblemException as {@link #freshToken}, also while the token in hand still lives
     */
    public void refreshNow(UUID accountId, UUID grantId, String caller) {
        Grant grant = require(accountId, grantId);
        accepted(grant, refresher.refresh(accountId, grantId, new RefreshAsk(RefreshPolicy.NOW, false, caller)));
    }

    /**
     * As {@link #refreshNow}, for a token that the provider refuses before its time: also while an earlier answer may have been lost, when one that
     * lives is kept otherwise. A grant that nothing renews is over with that.
     */
    public void replaceRefused(UUID accountId, UUID grantId, String caller) {
        Grant grant = require(accountId, grantId);
        RefreshResult result = refresher.refresh(accountId, grantId, new RefreshAsk(RefreshPolicy.NOW, true, caller));
        if (result instanceof RefreshResult.Rejected(Grant now)) {
            runOut.refused(now);
        }
        accepted(grant, result);
    }

    private void accepted(Grant grant, RefreshResult result) {
        problem(grant, result).ifPresent(problem -> {
            throw problem;
        });
    }

    /** Stores the tokens of a first consent. Inside the caller's transaction. @return the new grant's id */
    public UUID open(
            UUID accountId,
            Provider provider,
            String registration,
            UpstreamSubject subject,
            Set<String> scopes,
            TokenSet tokens) {
        Grant grant = sealer.first(ids.next(), accountId, provider, registration, subject, scopes, tokens);
        GrantRepository.insert(CurrentTransaction.jdbc(), grant, sealer.dueAt(grant));
        return grant.id();
    }

    /**
     * Stores the tokens of a new consent over the old ones and raises the version. The old ones are ended at the provider, where that ends nothing
     * of the new. A consent that brings no refresh token goes on with the old one, unless that was refused or may be spent. Inside the caller's
     * transaction.
     */
    public void reconsent(UUID grantId, Set<String> scopes, TokenSet tokens) {
        Grant before = GrantRepository.lock(CurrentTransaction.jdbc(), grantId).orElseThrow(Vault::notFound);
        Secret refreshToken = tokens.refreshToken() == null ? goesOn(before) : tokens.refreshToken();
        Grant next = sealer.reconsented(before, scopes, tokens, refreshToken);
        if (!GrantRepository.storeTokens(CurrentTransaction.jdbc(), next, sealer.dueAt(next), null)) {
            throw new ProblemException(ProblemType.CONFLICT, "The connection was ended meanwhile.");
        }
        boolean oldRefreshTokenIsKept = tokens.refreshToken() == null && next.refreshToken() != null;
        boolean narrow = catalog.find(before.provider())
                .filter(provider -> provider.revocation().canBeNarrow())
                .isPresent();
        if (narrow && !oldRefreshTokenIsKept) {
            revocations.addSuperseded(CurrentTransaction.jdbc(), before, tokens);
        }
        notifications.changed(grantId);
    }

    /**
     * The refresh token in hand, where a consent that brings none may go on with it. One that is out at a provider where it ends with its use, or
     * whose answer was lost there, may be spent: the answer that is under way will be dropped, and nothing that may be spent is sent as if it were not.
     */
    private @Nullable Secret goesOn(Grant before) {
        var held = before.refreshToken();
        boolean ends = !(sealer.rules(before).oldRefreshToken() instanceof OldRefreshToken.Stays);
        if (held == null
                || before.state() == Grant.State.REJECTED
                || (ends && RefreshIntents.isOut(CurrentTransaction.jdbc(), before))) {
            return null;
        }
        return decrypted(before, held, before.refreshBinding()).orElse(null);
    }

    /**
     * Ends a grant: nothing is vended or refreshed from the commit on, and its tokens wait for the revoker. Inside the caller's transaction.
     *
     * @return the revocation to attempt, or empty when there is nothing to revoke
     */
    public Optional<UUID> end(UUID grantId, UUID integrationId) {
        Grant grant = GrantRepository.lockStored(CurrentTransaction.jdbc(), grantId)
                .map(GrantRepository.Stored::grant)
                .orElseThrow(Vault::notFound);
        Optional<UUID> revocation = revocations.add(CurrentTransaction.jdbc(), grant, integrationId);
        GrantRepository.end(CurrentTransaction.jdbc(), grantId);
        notifications.changed(grantId);
        return revocation;
    }

    /**
     * Hands tokens that never became a grant to the revoker. Inside the caller's transaction.
     *
     * @param subject whose they are; null when that is not known: then they are revoked only by a call that reaches no further than the token
     * @return the revocation to attempt; empty when there is none
     */
    public Optional<UUID> discard(
            UUID accountId,
            Provider provider,
            String registration,
            @Nullable UpstreamSubject subject,
            TokenSet tokens) {
        if (subject == null && !provider.revocation().canBeNarrow()) {
            return Optional.empty();
        }
        UpstreamSubject whose = subject == null ? PendingRevocations.NOBODY : subject;
        Grant never = sealer.first(ids.next(), accountId, provider, registration, whose, Set.of(), tokens);
        return revocations.add(CurrentTransaction.jdbc(), never, tokens, null);
    }

    /** Attempts a revocation now. Never inside a transaction. @return how it ended; empty when it is tried again later */
    public Optional<RevocationSettled.Outcome> revoke(UUID accountId, UUID revocationId) {
        return revoker.attempt(accountId, revocationId);
    }

    /** What may be said about a grant's token; empty when there is no such grant of the account. */
    public Optional<TokenHealth> health(UUID accountId, UUID grantId) {
        return find(accountId, grantId).map(this::healthOf);
    }

    private TokenHealth healthOf(Grant grant) {
        TokenHealth.State state = switch (grant.state()) {
            case LIVE -> TokenHealth.State.LIVE;
            case REJECTED -> TokenHealth.State.NEEDS_RECONNECT;
            case MISCONFIGURED -> TokenHealth.State.MISCONFIGURED;
            case ENDED -> TokenHealth.State.ENDED;
        };
        RefreshRules rules = sealer.rules(grant);
        boolean renewable = RefreshPolicy.renewable(grant, rules);
        return new TokenHealth(
                state,
                grant.cause(),
                grant.retryAt(),
                grant.obtainedAt(),
                grant.accessExpiresAt(),
                RefreshPolicy.renewalDue(grant, rules, 0),
                grant.refreshExpiresAt(),
                renewable,
                grant.refreshes(),
                keyName(grant),
                grant.scopes());
    }

    private static String keyName(Grant grant) {
        return grant.accessToken() == null || grant.accessToken().keyId().isEmpty()
                ? ""
                : Integer.toUnsignedString(grant.accessToken().keyId().getAsInt(), 16);
    }

    /** From the row that the refresh saw or wrote: this node's cache may hold the one before until it hears of the change. */
    private FreshToken afterRefresh(Grant before, RefreshResult result) {
        Grant grant = rowOf(result).orElseGet(() -> require(before.accountId(), before.id()));
        if (grant.state() != Grant.State.ENDED && grant.lives(clock.instant())) {
            return open(grant);
        }
        throw problem(grant, result).orElseGet(() -> unavailable(grant, Duration.ofSeconds(1)));
    }

    private static Optional<Grant> rowOf(RefreshResult result) {
        return switch (result) {
            case RefreshResult.Fresh(Grant now) -> Optional.of(now);
            case RefreshResult.Rejected(Grant now) -> Optional.of(now);
            case RefreshResult.Misconfigured(Grant now) -> Optional.of(now);
            case RefreshResult.Ended() -> throw notFound();
            case RefreshResult.Unavailable(Grant now, Duration _, boolean _) -> Optional.ofNullable(now);
            case RefreshResult.Faulted() -> Optional.empty();
        };
    }

    private FreshToken cannot(Grant grant, RefreshPolicy.Decision.Cannot cannot) {
        if (cannot.inHandLives()) {
            return open(grant);
        }
        runOut.put(grant, cannot);
        throw switch (cannot.why()) {
            case NEEDS_RECONNECT -> needsReconnect(grant);
            case MISCONFIGURED -> misconfigured(grant);
            case ENDED -> notFound();
            case BACKING_OFF -> unavailable(grant, until(cannot.retryAt()));
        };
    }

    private Optional<ProblemException> problem(Grant grant, RefreshResult result) {
        return switch (result) {
            case RefreshResult.Fresh _ -> Optional.empty();
            case RefreshResult.Rejected(Grant now) -> Optional.of(needsReconnect(now));
            case RefreshResult.Misconfigured(Grant now) -> Optional.of(misconfigured(now));
            case RefreshResult.Ended() -> Optional.of(notFound());
            case RefreshResult.Unavailable(Grant _, Duration retryAfter, boolean _) ->
                Optional.of(unavailable(grant, retryAfter));
            case RefreshResult.Faulted() -> Optional.of(faulted());
        };
    }

    private FreshToken open(Grant grant) {
        Secret token = decrypted(grant, Objects.requireNonNull(grant.accessToken()), grant.accessBinding())
                .orElseThrow(() -> unreadable(grant));
        return new FreshToken(grant.id(), token, TOKEN_TYPE, grant.accessExpiresAt(), grant.scopes());
    }

    /** A row that was changed or moved behind our back: nothing is vended from it. */
    private ProblemException unreadable(Grant grant) {
        quarantine.put(grant);
        return new ProblemException(
                ProblemType.INTERNAL, "The stored token cannot be read. An administrator has been told.");
    }

    private Optional<Secret> decrypted(
            Grant grant,
            dev.concierge.server.encryption.Ciphertext ciphertext,
            dev.concierge.server.encryption.Binding binding) {
        try {
            return Optional.of(cipher.decrypt(ciphertext, binding));
        } catch (UnreadableException e) {
            log.error("ALERT a token of grant {} does not open; the row was changed or moved", grant.id());
            return Optional.empty();
        }
    }

    private Grant require(UUID accountId, UUID grantId) {
        return find(accountId, grantId).orElseThrow(Vault::notFound);
    }

    private Optional<Grant> find(UUID accountId, UUID grantId) {
        Grant grant = grants.get(
                new GrantKey(accountId, grantId),
                key -> accounts.call(
                        key.accountId(),
                        jdbc -> GrantRepository.find(jdbc, key.grantId()).orElse(null)));
        return Optional.ofNullable(grant).filter(found -> found.accountId().equals(accountId));
    }

    private Duration until(@Nullable Instant moment) {
        Duration left = moment == null ? Duration.ofSeconds(1) : Duration.between(clock.instant(), moment);
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    private String nameOf(Grant grant) {
        return catalog.find(grant.provider()).map(Provider::name).orElse(grant.provider());
    }

    /** A grant that nothing renews may be known to have ended before its row says so. */
    private ProblemException needsReconnect(Grant grant) {
        String cause = grant.cause() == null && grant.refreshToken() == null ? RunOut.TOKEN_ENDED : grant.cause();
        String name = nameOf(grant);
        String words = RunOut.TOKEN_ENDED.equals(cause)
                ? name + " gave access for a fixed time, which is over."
                : Grant.STOPPED.equals(cause)
                        ? "An administrator ended our access at " + name + " as a precaution."
                        : name + " ended our access.";
        ProblemException problem = new ProblemException(
                ProblemType.NEEDS_RECONNECT, words + " The person must connect the account again.");
        return cause == null ? problem : problem.with("cause", cause);
    }

    private ProblemException misconfigured(Grant grant) {
        return new ProblemException(
                ProblemType.MISCONFIGURED,
                nameOf(grant)
                        + " does not accept our registration. The connection is safe and waits for the operator.");
    }

    private ProblemException unavailable(Grant grant, Duration retryAfter) {
        return new ProblemException(
                        ProblemType.PROVIDER_UNAVAILABLE, nameOf(grant) + " does not answer. We keep trying.")
                .retryAfter(retryAfter);
    }

    /** What is in this node's memory may say more than the database does just now, but not that the provider is at fault. */
    private static ProblemException faulted() {
        return new ProblemException(
                        ProblemType.UNAVAILABLE, "The token could not be renewed: something of ours does not answer.")
                .retryAfter(Duration.ofSeconds(5));
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such integration of yours.");
    }
}
