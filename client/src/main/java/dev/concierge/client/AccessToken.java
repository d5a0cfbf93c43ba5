package dev.concierge.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fresh access token of a provider. Use it and forget it; ask again rather than keep it.
 *
 * @param value in the clear; {@link #toString} hides it
 * @param type {@code Bearer}
 * @param expiresAt its true end; null when the provider names none
 * @param scopes what it carries
 */
public record AccessToken(
        String value, String type, @Nullable Instant expiresAt, List<String> scopes) {
    public AccessToken {
        scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "AccessToken[until " + expiresAt + "]";
    }
}
