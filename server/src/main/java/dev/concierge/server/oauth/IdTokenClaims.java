package dev.concierge.server.oauth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a checked ID token says (OpenID Connect Core section 2).
 *
 * @param issuer the catalog's issuer of the provider, also when the token carried an alias of it
 * @param subject the account at the issuer; the pair of both is the only key of an account. 1 to 255 characters
 * @param email as the provider says, at most 320 characters; mutable and not a key
 * @param emailVerified true only for the JSON value {@code true}
 * @param name at most 200 characters on one line
 */
public record IdTokenClaims(
        String issuer,
        String subject,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name) {}
