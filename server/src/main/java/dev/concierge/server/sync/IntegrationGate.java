package dev.concierge.server.sync;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.sync.streams.StreamDescription;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Whether an integration may be synced, and its account be acted for, looked up for the account that it belongs to and asked again before each page. */
@Component
class IntegrationGate {
    private static final Logger LOG = LoggerFactory.getLogger(IntegrationGate.class);

    private final Integrations integrations;
    private final Accounts accounts;

    IntegrationGate(Integrations integrations, Accounts accounts) {
        this.integrations = integrations;
        this.accounts = accounts;
    }

    /** Why a stream may not run now; null when it may. */
    @Nullable
    RunEnd refusal(StreamRow row, StreamDescription stream) {
        if (accounts.find(row.accountId()).filter(Account::active).isEmpty()) {
            return RunEnd.stopped("account_disabled", row.pause(stream));
        }
        Integration integration =
                integrations.find(row.accountId(), row.integrationId()).orElse(null);
        if (integration == null || integration.state() != IntegrationState.ACTIVE) {
            IntegrationState state = integration == null ? IntegrationState.DISCONNECTED : integration.state();
            return RunEnd.stopped(state.word(), row.pause(stream));
        }
        if (!agree(row, stream, integration)) {
            LOG.error("ALERT stream={} does not agree with its integration; its token goes nowhere", row.id());
            return RunEnd.stopped("mixed_up", row.pause(stream));
        }
        return null;
    }

    /** One connection's token never goes to another's provider (D-10), whatever stands in the stream's row. */
    private static boolean agree(StreamRow row, StreamDescription stream, Integration integration) {
        return row.grantId().equals(integration.grantId())
                && row.provider().equals(integration.provider())
                && row.provider().equals(stream.provider());
    }

    /** What the person chose after consent, by the provider's id; null where nothing is chosen. */
    @Nullable
    String chosen(UUID accountId, UUID integrationId) {
        return integrations
                .find(accountId, integrationId)
                .map(Integration::chosenId)
                .orElse(null);
    }

    /** What the person allowed last, by canonical names. */
    Set<String> granted(UUID accountId, UUID integrationId) {
        return integrations.consent(accountId, integrationId).granted();
    }
}
