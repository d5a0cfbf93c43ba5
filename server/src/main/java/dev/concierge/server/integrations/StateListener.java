package dev.concierge.server.integrations;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.vault.GrantRefreshed;
import dev.concierge.server.vault.RefreshMisconfigured;
import dev.concierge.server.vault.RefreshRejected;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the vault learns about a grant becomes the integration's state, in the same transaction. */
@Component
class StateListener {
    private final Notifications notifications;
    private final Ids ids;
    private final Clock clock;

    StateListener(Notifications notifications, Ids ids, Clock clock) {
        this.notifications = notifications;
        this.ids = ids;
        this.clock = clock;
    }

    @EventListener
    void rejected(RefreshRejected event) {
        move(event.grantId(), IntegrationState.NEEDS_RECONNECT, event.cause());
    }

    @EventListener
    void misconfigured(RefreshMisconfigured event) {
        String cause = event.cause().equals("unreadable") ? "unreadable" : "registration_refused";
        move(event.grantId(), IntegrationState.MISCONFIGURED, cause);
    }

    /**
     * A refresh that works again ends the wait for the operator, and an answer that was found after it had been given up for lost the wait for the
     * person; one that brought other scopes is a new line of the ledger.
     */
    @EventListener
    void refreshed(GrantRefreshed event) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        IntegrationRepository.byGrant(jdbc, event.grantId()).ifPresent(integration -> {
            boolean foundAgain = integration.state() == IntegrationState.NEEDS_RECONNECT
                    && "answer_lost".equals(integration.cause());
            if (foundAgain || integration.state() == IntegrationState.MISCONFIGURED) {
                move(event.grantId(), IntegrationState.ACTIVE, null);
            }
            IntegrationRepository.latestConsent(jdbc, integration.id())
                    .filter(consent -> !consent.granted().equals(event.scopes()))
                    .ifPresent(consent -> IntegrationRepository.addConsent(
                            jdbc,
                            ids.next(),
                            integration,
                            new Consent(consent.asked(), event.scopes(), clock.instant())));
        });
    }

    private void move(UUID grantId, IntegrationState state, @Nullable String cause) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        IntegrationRepository.byGrant(jdbc, grantId).ifPresent(integration -> {
            if (IntegrationRepository.move(jdbc, integration.id(), state, cause, null)) {
                notifications.changed(integration.id());
            }
        });
    }
}
