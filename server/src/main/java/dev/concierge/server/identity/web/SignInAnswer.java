package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.IssuedTokens;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as they are answered, once.
 *
 * @param expiresAt of the access token
 * @param refreshToken works once; null for a browser
 * @param signInEndsAt when the person must sign in again, at the latest
 */
record SignInAnswer(
        String accessToken,
        String tokenType,
        Instant expiresAt,
        @Nullable String refreshToken,
        Instant signInEndsAt,
        SignedInUser user) {
    record SignedInUser(
            UUID id,
            @Nullable String email,
            String role,
            @Nullable String localId,
            String provider) {}

    static SignInAnswer of(IssuedTokens tokens) {
        Secret refresh = tokens.refreshToken();
        IssuedTokens.User user = tokens.user();
        return new SignInAnswer(
                tokens.accessToken().reveal(),
                "Bearer",
                tokens.expiresAt(),
                refresh == null ? null : refresh.reveal(),
                tokens.signInEndsAt(),
                new SignedInUser(user.id(), user.email(), user.role(), user.localId(), user.provider()));
    }

    @Override
    public String toString() {
        return "SignInAnswer[" + user.id() + "]";
    }
}
