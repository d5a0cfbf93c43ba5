package dev.concierge.server.integrations;

import dev.concierge.server.identity.ConnectedAccounts;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Tone;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Names and states of what a person connected; no subject at the provider, no record, no token. */
@Component
class ConnectedForAdministration implements ConnectedAccounts {
    private final Integrations integrations;

    ConnectedForAdministration(Integrations integrations) {
        this.integrations = integrations;
    }

    @Override
    public List<Connected> of(UUID accountId) {
        return integrations.live(accountId).stream()
                .map(one -> new Connected(one.id(), one.provider(), one.label(), one.connectedAt(), badge(one.state())))
                .toList();
    }

    private static Badge badge(IntegrationState state) {
        return switch (state) {
            case PENDING -> new Badge(Tone.INFO, "clock", "Not finished");
            case ACTIVE -> Badge.connected();
            case PAUSED -> new Badge(Tone.PLAIN, "pause", "Paused");
            case NEEDS_RECONNECT -> Badge.signInAgain();
            case MISCONFIGURED -> Badge.waiting();
            case DISCONNECTED -> new Badge(Tone.PLAIN, "Disconnected");
        };
    }
}
