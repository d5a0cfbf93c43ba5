package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider's profile endpoint (OpenID Connect Core section 5.3, or the provider's own). */
public interface UserInfo {
    /**
     * Reads whose token it is.
     *
     * @param expectedSubject from the checked ID token; an answer for any other account is {@code Foreign}. Null where the provider has no ID tokens
     */
    UserInfoOutcome fetch(Provider provider, Secret accessToken, @Nullable String expectedSubject);

    /**
     * The address that the provider itself has checked and calls the primary one, where it keeps a list of addresses.
     *
     * @return empty when it keeps none, or none that fits, or does not answer
     */
    Optional<String> verifiedEmail(Provider provider, Secret accessToken);
}
