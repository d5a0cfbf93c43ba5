package dev.concierge.server.oauth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a checked ID token says (OpenID Connect Core section 2).
 *
 * @param issuer the catalog's issuer of the provider, also when the token carried an alias of it; the tenant's, where each has its own
 * @param subject the account at the issuer, from the claims that the catalog names; the pair of both is the only key of an account. 1 to 255
 *     characters
 * @param loggedInAt when the person logged in at the issuer ({@code auth_time}); null when it does not say
 * @param email as the provider says, at most 320 characters; mutable and not a key
 * @param emailVerified whether the claim that the catalog names says so: true only for the JSON value {@code true}
 * @param label what people know the account by, at most 320 characters on one line
 * @param name at most 200 characters on one line
 */
public record IdTokenClaims(
        String issuer,
        String subject,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant loggedInAt,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String label,
        @Nullable String name) {}
