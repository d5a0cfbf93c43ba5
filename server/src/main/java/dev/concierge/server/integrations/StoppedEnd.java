package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.vault.StoppedGrants;
import dev.concierge.server.vault.StoppedGrants.Withdrawn;
import dev.concierge.server.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What follows an emergency stop for one connection, in one transaction: its tokens go to the revoker, it says that it needs its person and why, a
 * receipt follows the revocation, and the person gets a mail. Done once, whoever comes to it first: the job, or the person who connects again.
 */
@Component
class StoppedEnd {
    private final AccountScope accounts;
    private final StoppedGrants grants;
    private final Vault vault;
    private final StopLetters letters;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    StoppedEnd(
            AccountScope accounts,
            StoppedGrants grants,
            Vault vault,
            StopLetters letters,
            Notifications notifications,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.grants = grants;
        this.vault = vault;
        this.letters = letters;
        this.notifications = notifications;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return whether it was done now; false when no stop covers the grant, or somebody else has done it */
    boolean end(UUID accountId, UUID grantId) {
        return accounts.call(accountId, jdbc -> end(jdbc, accountId, grantId));
    }

    /** As the other, in the open transaction of the account. */
    boolean end(JdbcClient jdbc, UUID accountId, UUID grantId) {
        Optional<Integration> integration = IntegrationRepository.byGrant(jdbc, grantId);
        Optional<Withdrawn> withdrawn =
                grants.withdraw(grantId, integration.map(Integration::id).orElse(null));
        integration.ifPresent(of -> withdrawn.ifPresent(what -> tell(jdbc, of, what)));
        return withdrawn.isPresent();
    }

    private void tell(JdbcClient jdbc, Integration integration, Withdrawn withdrawn) {
        UUID id = integration.id();
        Instant now = clock.instant();
        IntegrationRepository.move(jdbc, id, IntegrationState.NEEDS_RECONNECT, "stopped", null);
        @Nullable UUID revocation = withdrawn.revocation();
        Receipt receipt = new Receipt(
                ids.next(),
                id,
                withdrawn.stop(),
                revocation,
                integration.provider(),
                integration.label(),
                revocation == null ? Receipt.Outcome.BY_HAND : Receipt.Outcome.WAITING,
                revocation == null ? Receipt.Why.NO_TOKEN : null,
                0,
                now,
                revocation == null ? now : null);
        ReceiptRepository.insert(jdbc, integration.accountId(), receipt);
        notifications.changed(id);
        audit.record(AuditEvent.done(integration.accountId(), "system", "integration.stop", "integration:" + id)
                .with("provider", integration.provider())
                .with("stop", withdrawn.stop().toString()));
        letters.tell(integration.accountId(), withdrawn.stop());
    }

    /**
     * Brings what a stop took at a provider to its end before the person leaves for there: some providers would end, with the old tokens, the new ones
     * too. What the provider does not take now goes on as usual. Never inside a transaction.
     */
    void hurry(UUID accountId, String providerId) {
        grants.covered(accountId, providerId).forEach(grant -> end(accountId, grant));
        grants.waiting(accountId, providerId).forEach(revocation -> vault.revoke(accountId, revocation));
    }
}
