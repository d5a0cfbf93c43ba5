package dev.concierge.server.oauth;

import dev.concierge.server.encryption.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave (RFC 6749 section 5.1).
 *
 * @param refreshToken null when none came: keep the one in hand
 * @param tokenType always {@code Bearer}; other types are no answer
 * @param expiresIn counted from the moment of the answer; null when neither the answer nor the catalog says. Never more than ten years
 * @param refreshExpiresIn the refresh token's; null when it has no known end
 * @param scopes what was granted, by canonical names; null when the provider did not say: then it is what was asked for (RFC 6749 section 5.1)
 * @param idToken unchecked, see {@link IdTokens}
 */
public record TokenSet(
        Secret accessToken,
        @Nullable Secret refreshToken,
        String tokenType,
        @Nullable Duration expiresIn,
        @Nullable Duration refreshExpiresIn,
        @Nullable Set<String> scopes,
        @Nullable Secret idToken) {
    public TokenSet {
        scopes = scopes == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /** The same with other scopes. */
    TokenSet withScopes(@Nullable Set<String> others) {
        return new TokenSet(accessToken, refreshToken, tokenType, expiresIn, refreshExpiresIn, others, idToken);
    }

    /** The same, with another answer's scopes and ID token where this one has none. */
    TokenSet withScopesOf(TokenSet other) {
        return new TokenSet(
                accessToken,
                refreshToken,
                tokenType,
                expiresIn,
                refreshExpiresIn,
                scopes == null ? other.scopes() : scopes,
                idToken == null ? other.idToken() : idToken);
    }
}
