package dev.concierge.server.integrations;

import dev.concierge.server.encryption.Secret;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an older installation held of an account at a provider.
 *
 * @param provider id of the catalog
 * @param account the subject there; with the provider it tells one grant of a person from another
 * @param label what people know that account by; null for none
 * @param consentAccount whose consent it hangs on, where that is another account; null where it is the same
 * @param chosen the chosen thing of the account, where the provider has things to choose from
 * @param scopes names or aliases of the catalog; what it does not know is kept as allowed and never used
 * @param refreshToken null for none
 * @param expiresAt when the access token ends; null when that is not known
 */
public record ImportedGrant(
        String provider,
        String account,
        @Nullable String label,
        @Nullable String consentAccount,
        @Nullable Chosen chosen,
        Set<String> scopes,
        Secret accessToken,
        @Nullable Secret refreshToken,
        @Nullable Instant expiresAt) {
    public ImportedGrant {
        scopes = Set.copyOf(scopes);
    }

    /**
     * One thing of an account, such as a Page.
     *
     * @param id the provider's
     * @param name what people know it by
     */
    public record Chosen(String id, String name) {}
}
