package dev.concierge.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * An access token and what it opens.
 *
 * @param subject whose resources it opens; other than {@code account} only when a knob makes the provider lie
 * @param project the name of its grant
 * @param family the refresh token it came with, or empty
 */
public record AccessToken(
        String value,
        String grantId,
        String project,
        String account,
        String subject,
        String clientId,
        List<String> scopes,
        String family,
        Instant expiresAt) {
    /** The end of a token that does not end by itself. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    public AccessToken {
        scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "AccessToken[" + clientId + " " + account + "]";
    }
}
