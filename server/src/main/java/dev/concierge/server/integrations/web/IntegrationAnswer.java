package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.Consent;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.vault.TokenHealth;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An integration in the API.
 *
 * @param state pending, active, paused, needs_reconnect, misconfigured, disconnected
 * @param cause why it is not active, in one of our words
 * @param account what the account is known by at the provider
 * @param chosenId what of that account is connected, such as a Page, by its id there; null where it is the account itself
 * @param metadata your own words about it, as PATCH put them
 * @param scopes what was granted; {@code withheld} what was asked and left out
 * @param accessTokenExpiresAt end of the token in hand; a vend renews it
 * @param accessEndsAt when the whole access ends unless the person renews it; null when no end is known
 */
record IntegrationAnswer(
        UUID id,
        String provider,
        String state,
        @Nullable String cause,
        String label,
        String account,
        @Nullable String chosenId,
        SortedMap<String, String> metadata,
        List<String> scopes,
        List<String> withheld,
        Instant connectedAt,
        @Nullable Instant disconnectedAt,
        @Nullable Instant accessTokenExpiresAt,
        @Nullable Instant accessEndsAt) {

    static IntegrationAnswer of(Integration integration, Consent consent, @Nullable TokenHealth health) {
        return new IntegrationAnswer(
                integration.id(),
                integration.provider(),
                integration.state().word(),
                integration.cause(),
                integration.label(),
                integration.upstreamLabel(),
                integration.chosenId(),
                new TreeMap<>(integration.metadata()),
                consent.granted().stream().sorted().toList(),
                consent.withheld(),
                integration.connectedAt(),
                integration.disconnectedAt(),
                health == null ? null : health.expiresAt(),
                health == null ? null : health.accessEndsAt());
    }
}
