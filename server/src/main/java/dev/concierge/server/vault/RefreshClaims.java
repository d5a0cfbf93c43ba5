package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.vault.RefreshIntents.Intent;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Transaction 1 of a refresh: take the lease, look again, ask the policy, write the intent. Its commit proves that the database can be written
 * before a token is spent. Leases and deadlines are database time, so nodes' clocks need not agree. For an account that is disabled nothing is
 * claimed.
 */
@Component
class RefreshClaims {
    /** While its account is disabled a grant is looked at this often. */
    private static final Duration AGAIN_WHILE_DISABLED = Duration.ofHours(1);

    private final AccountScope accounts;
    private final Accounts people;
    private final Catalog catalog;
    private final VaultSettings settings;
    private final RefreshNews news;
    private final Clock clock;

    RefreshClaims(
            AccountScope accounts,
            Accounts people,
            Catalog catalog,
            VaultSettings settings,
            RefreshNews news,
            Clock clock) {
        this.accounts = accounts;
        this.people = people;
        this.catalog = catalog;
        this.settings = settings;
        this.news = news;
        this.clock = clock;
    }

    RefreshClaim claim(UUID accountId, UUID grantId, RefreshAsk ask) {
        return accounts.call(accountId, jdbc -> claim(jdbc, grantId, ask));
    }

    private RefreshClaim claim(JdbcClient jdbc, UUID grantId, RefreshAsk ask) {
        Grant grant = GrantRepository.lock(jdbc, grantId).orElse(null);
        if (grant == null) {
            return new RefreshClaim.NotNow(
                    null, new RefreshPolicy.Decision.Cannot(RefreshPolicy.Why.ENDED, false, null));
        }
        if (people.find(grant.accountId()).filter(Account::active).isEmpty()) {
            RefreshIntents.leave(jdbc, grantId);
            GrantRepository.postpone(jdbc, grantId, clock.instant().plus(AGAIN_WHILE_DISABLED));
            return new RefreshClaim.NotNow(
                    grant, new RefreshPolicy.Decision.Cannot(RefreshPolicy.Why.ENDED, false, null));
        }
        RefreshIntents.Beside beside = RefreshIntents.beside(jdbc, grantId);
        Optional<Intent> open = ofTheTokenInHand(jdbc, grant, beside.intent());
        RefreshPolicy.Decision decision = RefreshPolicy.decide(grant, rules(grant), clock.instant(), ask.minTtl());
        if (!(decision instanceof RefreshPolicy.Decision.Refresh)) {
            return notNow(jdbc, grant, open, decision);
        }
        if (beside.held().isPositive()) {
            return new RefreshClaim.HeldElsewhere(grant.version(), beside.held());
        }
        if (open.isEmpty()) {
            return lease(jdbc, grant, RefreshClaim.Try.FIRST, ask);
        }
        return afterLostAnswer(jdbc, grant, open.get(), ask);
    }

    /** An open intent of an earlier token, or of a grant that is over, is closed: nothing follows from it any more. */
    private static Optional<Intent> ofTheTokenInHand(JdbcClient jdbc, Grant grant, Optional<Intent> found) {
        boolean over = grant.state() == Grant.State.ENDED || grant.state() == Grant.State.REJECTED;
        if (found.isPresent() && (over || found.get().tokenVersion() != grant.version())) {
            if (found.get().unknown()) {
                RefreshIntents.forget(jdbc, grant.id());
            }
            return Optional.empty();
        }
        return found;
    }

    private static RefreshClaim notNow(
            JdbcClient jdbc, Grant grant, Optional<Intent> open, RefreshPolicy.Decision decision) {
        if (open.isPresent() && open.get().unknown()) {
            RefreshIntents.leave(jdbc, grant.id());
        }
        return new RefreshClaim.NotNow(grant, decision);
    }

    private RefreshClaim afterLostAnswer(JdbcClient jdbc, Grant grant, Intent lost, RefreshAsk ask) {
        if (!maybeSpent(rules(grant), lost.age())) {
            return lease(jdbc, grant, RefreshClaim.Try.AGAIN, ask);
        }
        if (grant.lives(clock.instant()) && !ask.refused()) {
            return notNow(
                    jdbc,
                    grant,
                    Optional.of(lost),
                    new RefreshPolicy.Decision.Cannot(RefreshPolicy.Why.BACKING_OFF, true, grant.accessExpiresAt()));
        }
        return lost.tries() > 1 ? condemn(jdbc, grant) : lease(jdbc, grant, RefreshClaim.Try.LAST, ask);
    }

    /** Under a fence of its own, so that no late holder's verdict comes on top of it; a late answer still may. */
    private RefreshClaim condemn(JdbcClient jdbc, Grant grant) {
        long fence = GrantRepository.fence(jdbc, grant.id());
        Verdict verdict = new Verdict(Grant.State.REJECTED, RefreshStore.ANSWER_LOST, null, clock.instant());
        GrantRepository.condemn(jdbc, grant.id(), grant.version(), fence, verdict);
        RefreshIntents.forget(jdbc, grant.id());
        news.condemned(grant, Grant.State.REJECTED, RefreshStore.ANSWER_LOST);
        return new RefreshClaim.Condemned(GrantRepository.find(jdbc, grant.id()).orElseThrow());
    }

    private RefreshRules rules(Grant grant) {
        return catalog.find(grant.provider()).map(Provider::refresh).orElse(RefreshPolicy.UNKNOWN);
    }

    /**
     * Whether a refresh token whose answer was lost so long ago may have ended with that, or may have when it reaches the provider: that may be as
     * late as the call's deadline.
     */
    private boolean maybeSpent(RefreshRules rules, Duration age) {
        return switch (rules.oldRefreshToken()) {
            case OldRefreshToken.Stays() -> false;
            case OldRefreshToken.Grace(Duration grace) ->
                age.plus(settings.refreshDeadline()).compareTo(grace) >= 0;
            case OldRefreshToken.Dies() -> true;
        };
    }

    private RefreshClaim lease(JdbcClient jdbc, Grant grant, RefreshClaim.Try attempt, RefreshAsk ask) {
        Duration open = settings.refreshDeadline().plus(settings.leaseMargin());
        long fence = RefreshIntents.open(jdbc, grant, attempt, open);
        return new RefreshClaim.Claimed(grant, fence, attempt, ask.caller());
    }
}
