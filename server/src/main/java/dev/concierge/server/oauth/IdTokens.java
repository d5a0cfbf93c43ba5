package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Checks ID tokens in full (OpenID Connect Core section 3.1.3.7), signature included although they came over TLS: algorithm of the catalog, key
 * of the provider's set, issuer, audience, times with 60 seconds of skew, nonce, {@code at_hash} when there is one, subject.
 */
public interface IdTokens {
    /**
     * @param nonce of the authorization request; null for an ID token of a refresh, which carries none that counts (section 12.2)
     * @param accessToken that came with it
     */
    IdTokenOutcome check(
            Provider provider,
            Registration registration,
            Secret idToken,
            @Nullable Secret nonce,
            @Nullable Secret accessToken);
}
