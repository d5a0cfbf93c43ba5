package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.RefreshToken;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint hands out.
 *
 * @param refresh a refresh token that is new with this answer, or null
 * @param used the refresh token that earned it, or null when a code did
 * @param nonce of the authorization request, or null
 */
public record Issued(
        AccessToken access,
        @Nullable RefreshToken refresh,
        @Nullable RefreshToken used,
        @Nullable String nonce) {}
