package dev.concierge.server.integrations;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account's connected account at one provider.
 *
 * @param grantId its grant in the vault; null only before it is redeemed
 * @param cause why it is not active, in one of our words; null when it is
 * @param label the person's name for it
 * @param upstreamSubject the account at the provider; never changes for an integration but by "replace"
 * @param upstreamLabel what people know that account by
 * @param chosenId what of that account is connected, by its id there, such as a Page; null where it is the account itself
 * @param metadata a program's own words about it, by name; no act of ours reads them
 */
public record Integration(
        UUID id,
        UUID accountId,
        @Nullable UUID grantId,
        String provider,
        IntegrationState state,
        @Nullable String cause,
        String label,
        String upstreamSubject,
        String upstreamLabel,
        @Nullable String chosenId,
        Instant connectedAt,
        @Nullable Instant disconnectedAt,
        Map<String, String> metadata) {
    public Integration {
        metadata = Map.copyOf(metadata);
    }
}
