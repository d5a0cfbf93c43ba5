package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.vault.RevocationSettled;
import dev.concierge.server.vault.SharedConsents;
import dev.concierge.server.vault.Vault;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends an integration: first here, at once and for good, then at the provider, with a receipt that says how that went. */
@Component
public class DisconnectFlow {
    record Ended(UUID receiptId, @Nullable UUID revocation) {}

    private final AccountScope accounts;
    private final Vault vault;
    private final SharedConsents shared;
    private final Receipts receipts;
    private final Optional<SyncedContent> content;
    private final Optional<Farewell> farewell;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    DisconnectFlow(
            AccountScope accounts,
            Vault vault,
            SharedConsents shared,
            Receipts receipts,
            Optional<SyncedContent> content,
            Optional<Farewell> farewell,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.vault = vault;
        this.shared = shared;
        this.receipts = receipts;
        this.content = content;
        this.farewell = farewell;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Disconnects. When this returns, nothing is vended, refreshed or synced any more on any node, and one attempt at the provider was made; if
     * it did not answer, the receipt says so and attempts go on for 72 hours.
     *
     * @return the receipt
     * @throws dev.concierge.server.problem.ProblemException {@code not-found} when it is not there, not theirs, or disconnected already
     */
    public UUID disconnect(UUID accountId, String actor, UUID integrationId) {
        Optional<Runnable> goodbye = farewell.map(each -> each.prepare(accountId, integrationId));
        Ended ended = accounts.callAgain(accountId, jdbc -> end(jdbc, accountId, actor, integrationId));
        goodbye.ifPresent(Runnable::run);
        if (ended.revocation() != null) {
            vault.revoke(accountId, ended.revocation());
        }
        return ended.receiptId();
    }

    /** The first half of {@link #disconnect}, in the account's open transaction. The revoker makes the first attempt at the provider when the caller does not. */
    Ended end(JdbcClient jdbc, UUID accountId, String actor, UUID integrationId) {
        Integration integration = IntegrationRepository.lock(jdbc, integrationId)
                .filter(found -> found.state() != IntegrationState.DISCONNECTED)
                .orElseThrow(Integrations::notFound);
        Optional<UUID> revocation =
                integration.grantId() == null ? Optional.empty() : vault.end(integration.grantId(), integrationId);
        long records = content.map(synced -> synced.deleteAll(integrationId)).orElse(0L);
        IntegrationRepository.move(jdbc, integrationId, IntegrationState.DISCONNECTED, null, clock.instant());
        UUID receiptId = ids.next();
        Receipt receipt = new Receipt(
                receiptId,
                integrationId,
                null,
                revocation.orElse(null),
                integration.provider(),
                integration.label(),
                revocation.isPresent() ? Receipt.Outcome.WAITING : Receipt.Outcome.BY_HAND,
                revocation.isPresent() ? null : Receipt.Why.NO_TOKEN,
                records,
                clock.instant(),
                revocation.isPresent() ? null : clock.instant());
        ReceiptRepository.insert(jdbc, accountId, receipt);
        notifications.changed(integrationId);
        audit.record(AuditEvent.done(accountId, actor, "integration.disconnect", "integration:" + integrationId)
                .with("provider", integration.provider())
                .with("records", Long.toString(records)));
        events.publishEvent(new IntegrationDisconnected(accountId, integrationId, integration.provider()));
        return new Ended(receiptId, revocation.orElse(null));
    }

    /**
     * Disconnects the person's own connections for which a receipt says that the access stays open; the last of them ends it.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code not-found} when there is no such receipt of theirs
     */
    public void disconnectKeptFor(UUID accountId, String actor, UUID receiptId) {
        receipts.keptFor(accountId, receipts.require(accountId, receiptId))
                .forEach(integration -> disconnect(accountId, actor, integration.id()));
    }

    /** What was kept open for this integration shares its fate: the call that was made for it, or could not be, was about the whole consent. */
    @EventListener
    void settle(RevocationSettled settled) {
        UUID integrationId = settled.integrationId();
        if (integrationId == null) {
            return;
        }
        Receipt.Outcome outcome = Receipt.Outcome.of(settled.outcome());
        Receipt.@Nullable Why why = Receipt.Why.of(settled.outcome());
        ReceiptRepository.settle(settled.revocationId(), integrationId, outcome, why, clock.instant());
        if (outcome != Receipt.Outcome.KEPT_FOR_SIBLING) {
            JdbcClient jdbc = CurrentTransaction.jdbc();
            IntegrationRepository.find(jdbc, integrationId)
                    .map(Integration::grantId)
                    .map(grant -> shared.with(jdbc, grant))
                    .ifPresent(grants -> ReceiptRepository.settleKept(jdbc, grants, outcome, why, clock.instant()));
        }
    }
}
