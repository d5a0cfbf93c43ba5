package dev.concierge.server.sync;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.sync.streams.StreamDescription;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether an integration may be synced, and its account be acted for, looked up for the account that it belongs to and asked again before each page. */
@Component
class IntegrationGate {
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
            return RunEnd.stopped("account_disabled", stream.every());
        }
        IntegrationState state = integrations
                .find(row.accountId(), row.integrationId())
                .map(integration -> integration.state())
                .orElse(IntegrationState.DISCONNECTED);
        return state == IntegrationState.ACTIVE ? null : RunEnd.stopped(state.word(), stream.every());
    }

    /** What the person allowed last, by canonical names. */
    Set<String> granted(UUID accountId, UUID integrationId) {
        return integrations.consent(accountId, integrationId).granted();
    }
}
