package dev.concierge.server.oauth;

import dev.concierge.server.encryption.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes one authorization request different from the next.
 *
 * @param scopes canonical names, already held against the ceiling
 * @param verifier only its S256 challenge goes into the URL (RFC 7636 section 4.2)
 * @param signIn whether somebody signs in, who is asked for less than for a connection
 * @param again whether the person shall log in at the provider again, though they may be signed in there
 * @param loginHint the account expected at the provider; null when any may come
 */
public record AuthorizationParameters(
        URI redirectUri,
        List<String> scopes,
        Secret state,
        Secret nonce,
        Secret verifier,
        boolean signIn,
        boolean again,
        @Nullable String loginHint) {
    public AuthorizationParameters {
        scopes = List.copyOf(scopes);
    }

    /** Somebody who may be signed in there. */
    public AuthorizationParameters(
            URI redirectUri,
            List<String> scopes,
            Secret state,
            Secret nonce,
            Secret verifier,
            boolean signIn,
            @Nullable String loginHint) {
        this(redirectUri, scopes, state, nonce, verifier, signIn, false, loginHint);
    }
}
