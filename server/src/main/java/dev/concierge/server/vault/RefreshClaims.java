package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
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
    /** @param age since it was opened, by the database's clock */
    private record Intent(boolean open, boolean answerLost, int tries, long tokenVersion, Duration age) {}

    /** While its account is disabled a grant is looked at this often. */
    private static final Duration AGAIN_WHILE_DISABLED = Duration.ofHours(1);

    private final AccountScope accounts;
    private final Accounts people;
    private final Catalog catalog;
    private final VaultSettings settings;
    private final Clock clock;

    RefreshClaims(AccountScope accounts, Accounts people, Catalog catalog, VaultSettings settings, Clock clock) {
        this.accounts = accounts;
        this.people = people;
        this.catalog = catalog;
        this.settings = settings;
        this.clock = clock;
    }

    RefreshClaim claim(UUID accountId, UUID grantId, Duration minTtl) {
        return accounts.call(accountId, jdbc -> claim(jdbc, grantId, minTtl));
    }

    private RefreshClaim claim(JdbcClient jdbc, UUID grantId, Duration minTtl) {
        Grant grant = GrantRepository.lock(jdbc, grantId).orElse(null);
        if (grant == null) {
            return new RefreshClaim.NotNow(
                    null, new RefreshPolicy.Decision.Cannot(RefreshPolicy.Why.ENDED, false, null));
        }
        if (people.find(grant.accountId()).filter(Account::active).isEmpty()) {
            GrantRepository.postpone(jdbc, grantId, clock.instant().plus(AGAIN_WHILE_DISABLED));
            return new RefreshClaim.NotNow(
                    grant, new RefreshPolicy.Decision.Cannot(RefreshPolicy.Why.ENDED, false, null));
        }
        RefreshPolicy.Decision decision = RefreshPolicy.decide(grant, rules(grant), clock.instant(), minTtl);
        if (!(decision instanceof RefreshPolicy.Decision.Refresh)) {
            return new RefreshClaim.NotNow(grant, decision);
        }
        Optional<Duration> held = heldFor(jdbc, grantId);
        if (held.isPresent()) {
            return new RefreshClaim.HeldElsewhere(grant.version(), held.get());
        }
        Optional<Intent> open = intent(jdbc, grantId);
        boolean lost = open.isPresent() && open.get().tokenVersion() == grant.version();
        boolean spent = lost && maybeSpent(rules(grant), open.get().age());
        if (spent) {
            if (grant.lives(clock.instant())) {
                return new RefreshClaim.NotNow(
                        grant,
                        new RefreshPolicy.Decision.Cannot(
                                RefreshPolicy.Why.BACKING_OFF, true, grant.accessExpiresAt()));
            }
            if (open.get().tries() > 1) {
                return new RefreshClaim.NotNow(
                        grant, new RefreshPolicy.Decision.Cannot(RefreshPolicy.Why.NEEDS_RECONNECT, false, null));
            }
        }
        return new RefreshClaim.Claimed(grant, lease(jdbc, grant, lost), spent);
    }

    private RefreshRules rules(Grant grant) {
        return catalog.find(grant.provider()).map(Provider::refresh).orElse(RefreshPolicy.UNKNOWN);
    }

    /** Whether a refresh token whose answer was lost so long ago may have ended with that. */
    private static boolean maybeSpent(RefreshRules rules, Duration age) {
        return switch (rules.oldRefreshToken()) {
            case OldRefreshToken.Stays() -> false;
            case OldRefreshToken.Grace(Duration grace) -> age.compareTo(grace) >= 0;
            case OldRefreshToken.Dies() -> true;
        };
    }

    /** How long a lease or a fresh intent of somebody still stands in the way; empty when none does. */
    private static Optional<Duration> heldFor(JdbcClient jdbc, UUID grantId) {
        return jdbc.sql("""
                        select extract(epoch from greatest(
                                   g.lease_until,
                                   (select i.deadline from refresh_intents i where i.grant_id = g.id and not i.answer_lost)) - clock_timestamp()) as seconds
                        from grants g where g.id = :id
                        """)
                .param("id", grantId)
                .query((row, _) -> row.getDouble("seconds"))
                .optional()
                .filter(seconds -> seconds > 0)
                .map(seconds -> Duration.ofMillis((long) Math.ceil(seconds * 1000)));
    }

    private static Optional<Intent> intent(JdbcClient jdbc, UUID grantId) {
        return jdbc.sql(
                        "select deadline > clock_timestamp() as open, answer_lost, tries, token_version,"
                                + " extract(epoch from clock_timestamp() - opened_at) as age from refresh_intents where grant_id = :id")
                .param("id", grantId)
                .query((row, _) -> new Intent(
                        row.getBoolean("open"),
                        row.getBoolean("answer_lost"),
                        row.getInt("tries"),
                        row.getLong("token_version"),
                        Duration.ofMillis((long) (row.getDouble("age") * 1000))))
                .optional();
    }

    private long lease(JdbcClient jdbc, Grant grant, boolean again) {
        double deadline = settings.refreshDeadline().toMillis() / 1000.0;
        double margin = settings.leaseMargin().toMillis() / 1000.0;
        long fence = jdbc.sql("""
                        update grants set fence = fence + 1, lease_until = clock_timestamp() + make_interval(secs => :lease)
                        where id = :id returning fence
                        """)
                .param("id", grant.id())
                .param("lease", deadline + margin)
                .query(Long.class)
                .single();
        jdbc.sql("""
                        insert into refresh_intents (grant_id, account_id, fence, token_version, opened_at, deadline, tries)
                        values (:id, :account, :fence, :version, clock_timestamp(), clock_timestamp() + make_interval(secs => :deadline), 1)
                        on conflict (grant_id) do update set fence = excluded.fence, token_version = excluded.token_version,
                            opened_at = excluded.opened_at, deadline = excluded.deadline, answer_lost = false,
                            tries = case when :again then refresh_intents.tries + 1 else 1 end
                        """)
                .param("id", grant.id())
                .param("account", grant.accountId())
                .param("fence", fence)
                .param("version", grant.version())
                .param("deadline", deadline + margin)
                .param("again", again)
                .update();
        return fence;
    }
}
