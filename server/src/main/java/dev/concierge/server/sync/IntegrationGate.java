package dev.concierge.server.sync;

import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.sync.streams.StreamDescription;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether an integration may be synced, looked up for the account that it belongs to and asked again before each page. */
@Component
class IntegrationGate {
    private final Integrations integrations;

    IntegrationGate(Integrations integrations) {
        this.integrations = integrations;
    }

    /** Why a stream may not run now; null when it may. */
    @Nullable
    RunEnd refusal(StreamRow row, StreamDescription stream) {
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
