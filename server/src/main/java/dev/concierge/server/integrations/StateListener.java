package dev.concierge.server.integrations;

import dev.concierge.server.audit.UsageCounts;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.vault.GrantRefreshed;
import dev.concierge.server.vault.RefreshMisconfigured;
import dev.concierge.server.vault.RefreshRejected;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the vault learns about a grant becomes the integration's state, in the same transaction. */
@Component
class StateListener {
    private static final Duration SHORT = Duration.ofDays(1);

    private final UsageCounts usage;
    private final Notifications notifications;
    private final EndLetters letters;
    private final Ids ids;
    private final Clock clock;

    StateListener(UsageCounts usage, Notifications notifications, EndLetters letters, Ids ids, Clock clock) {
        this.usage = usage;
        this.notifications = notifications;
        this.letters = letters;
        this.ids = ids;
        this.clock = clock;
    }

    @EventListener
    void rejected(RefreshRejected event) {
        move(event.grantId(), IntegrationState.NEEDS_RECONNECT, event.cause())
                .filter(before -> !wasShort(before, event.cause()))
                .ifPresent(before -> letters.needed(before, event.cause()));
    }

    @EventListener
    void misconfigured(RefreshMisconfigured event) {
        boolean persons = ErrorWords.of(event.cause())
                .filter(words -> words.who() == ErrorWords.Who.PERSON)
                .isPresent();
        boolean told = persons || event.cause().equals("unreadable");
        move(event.grantId(), IntegrationState.MISCONFIGURED, told ? event.cause() : "registration_refused")
                .filter(_ -> persons)
                .ifPresent(before -> letters.needed(before, event.cause()));
    }

    /** Access that was given for less than a day and is over: whoever gave it knows, and would be told at each end of it. */
    private boolean wasShort(Integration integration, String cause) {
        return "token_ended".equals(cause)
                && IntegrationRepository.latestConsent(CurrentTransaction.jdbc(), integration.id())
                        .filter(consent ->
                                consent.givenAt().isAfter(clock.instant().minus(SHORT)))
                        .isPresent();
    }

    /**
     * A refresh that works again ends the wait for the operator, and an answer that was found after it had been given up for lost the wait for the
     * person; one that brought other scopes is a new line of the ledger. Each is counted.
     */
    @EventListener
    void refreshed(GrantRefreshed event) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        IntegrationRepository.byGrant(jdbc, event.grantId()).ifPresent(integration -> {
            boolean foundAgain = integration.state() == IntegrationState.NEEDS_RECONNECT
                    && "answer_lost".equals(integration.cause());
            if (foundAgain || integration.state() == IntegrationState.MISCONFIGURED) {
                var _ = move(event.grantId(), IntegrationState.ACTIVE, null);
            }
            IntegrationRepository.latestConsent(jdbc, integration.id())
                    .ifPresent(before -> note(jdbc, integration, before, event));
            usage.refreshed(event.accountId(), integration.id(), event.caller());
        });
    }

    private void note(JdbcClient jdbc, Integration integration, Consent before, GrantRefreshed event) {
        Set<String> beyond = event.beyond() == null ? before.beyond() : event.beyond();
        if (!before.granted().equals(event.scopes()) || !before.beyond().equals(beyond)) {
            Consent now = new Consent(before.asked(), event.scopes(), beyond, clock.instant());
            IntegrationRepository.addConsent(jdbc, ids.next(), integration, now);
        }
    }

    /** @return the integration as it was before, when that is news: it was live, and not in that state already */
    private Optional<Integration> move(UUID grantId, IntegrationState state, @Nullable String cause) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        Optional<Integration> moved = IntegrationRepository.byGrant(jdbc, grantId)
                .filter(integration -> IntegrationRepository.move(jdbc, integration.id(), state, cause, null));
        moved.ifPresent(integration -> notifications.changed(integration.id()));
        return moved.filter(before -> before.state() != state);
    }
}
