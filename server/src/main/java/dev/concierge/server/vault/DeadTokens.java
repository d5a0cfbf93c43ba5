package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Destroys tokens that are of no use to anybody but a thief: those of grants that their provider rejected for good some time ago and whose access token has
 * ended. The grant stays, rejected for the same cause, until its person connects again or disconnects. What waits for the operator or for a provider, and an
 * access token without a known end, is never touched. Found as system, done as the account.
 */
@Component
class DeadTokens {
    private static final Logger log = LoggerFactory.getLogger(DeadTokens.class);
    private static final int BATCH = 200;
    private static final int MOST_BATCHES = 50;

    /** @param rejectedAt with the id the place in the order of work */
    private record Dead(UUID id, UUID accountId, long version, Instant rejectedAt) {}

    private record Lost(UUID grantId, UUID accountId) {}

    private final SystemScope system;
    private final AccountScope accounts;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final VaultSettings settings;
    private final Clock clock;

    DeadTokens(
            SystemScope system,
            AccountScope accounts,
            Notifications notifications,
            AuditTrail audit,
            VaultSettings settings,
            Clock clock) {
        this.system = system;
        this.accounts = accounts;
        this.notifications = notifications;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** One round over what is due, in the order in which it was rejected; what fails on our side waits for the next round. */
    void destroyDue() {
        forgetIntents();
        dateUndated();
        @Nullable Dead last = null;
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            List<Dead> dead = due(last);
            dead.forEach(this::attempt);
            if (dead.size() < BATCH) {
                return;
            }
            last = dead.getLast();
        }
    }

    /** A lost answer of a grant that was ended or rejected since: nobody looks for it any more, and nothing would remove its intent. */
    private void forgetIntents() {
        List<Lost> lost = system.call(jdbc -> jdbc.sql("""
                        select i.grant_id, i.account_id from refresh_intents i join grants g on g.id = i.grant_id
                        where g.state in ('ended', 'rejected') and i.deadline < clock_timestamp() - interval '1 day' limit :most
                        """)
                .param("most", BATCH * MOST_BATCHES)
                .query((row, _) ->
                        new Lost(row.getObject("grant_id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
        lost.forEach(
                intent -> accounts.run(intent.accountId(), jdbc -> RefreshIntents.forgetOld(jdbc, intent.grantId())));
    }

    /** Those that a release before this one rejected: their time begins now. */
    private void dateUndated() {
        system.run(jdbc -> jdbc.sql("""
                        update grants set rejected_at = :now where id in (
                            select id from grants where state = 'rejected' and destroyed_at is null and access_expires_at is not null
                              and rejected_at is null limit :most for update skip locked)
                        """)
                .param("now", GrantRepository.utc(clock.instant()))
                .param("most", BATCH * MOST_BATCHES)
                .update());
    }

    private List<Dead> due(@Nullable Dead after) {
        return system.call(jdbc -> jdbc.sql("""
                        select id, account_id, version, rejected_at from grants
                        where state = 'rejected' and destroyed_at is null and access_expires_at is not null
                          and rejected_at <= :before and access_expires_at <= :now and (rejected_at, id) > (:after, :afterId)
                        order by rejected_at, id limit :most
                        """)
                .param("before", GrantRepository.utc(rejectedBefore()))
                .param("now", GrantRepository.utc(clock.instant()))
                .param("after", GrantRepository.utc(after == null ? Instant.EPOCH : after.rejectedAt()))
                .param("afterId", after == null ? new UUID(0, 0) : after.id())
                .param("most", BATCH)
                .query((row, _) -> new Dead(
                        row.getObject("id", UUID.class),
                        row.getObject("account_id", UUID.class),
                        row.getLong("version"),
                        java.util.Objects.requireNonNull(GrantRepository.instant(row, "rejected_at"))))
                .list());
    }

    private void attempt(Dead dead) {
        try {
            destroy(dead);
        } catch (RuntimeException e) {
            log.warn("the dead tokens of grant {} could not be destroyed; the next round tries again", dead.id(), e);
        }
    }

    private void destroy(Dead dead) {
        accounts.run(dead.accountId(), jdbc -> {
            Optional<Grant> grant = GrantRepository.lock(jdbc, dead.id());
            if (!GrantRepository.destroy(jdbc, dead.id(), dead.version(), rejectedBefore(), clock.instant())) {
                return;
            }
            notifications.changed(dead.id());
            grant.filter(DeadTokens::hadAny)
                    .ifPresent(found -> audit.record(
                            AuditEvent.done(dead.accountId(), "system", "grant.destroy", "grant:" + dead.id())
                                    .with("provider", found.provider())));
        });
    }

    private static boolean hadAny(Grant grant) {
        return grant.accessToken() != null || grant.refreshToken() != null;
    }

    private Instant rejectedBefore() {
        return clock.instant().minus(settings.keepDeadTokens());
    }
}
