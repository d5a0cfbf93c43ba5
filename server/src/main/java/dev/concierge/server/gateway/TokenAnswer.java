package dev.concierge.server.gateway;

import dev.concierge.server.vault.FreshToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the vend endpoint, the one place where a token leaves.
 *
 * @param accessToken in the clear
 * @param tokenType {@code Bearer}
 * @param expiresAt its true end; null when the provider names none
 * @param scopes what it carries
 */
public record TokenAnswer(
        String accessToken, String tokenType, @Nullable Instant expiresAt, List<String> scopes) {
    public TokenAnswer {
        scopes = List.copyOf(scopes);
    }

    static TokenAnswer of(FreshToken token) {
        return new TokenAnswer(
                token.accessToken().reveal(),
                token.tokenType(),
                token.expiresAt(),
                token.scopes().stream().sorted().toList());
    }

    @Override
    public String toString() {
        return "TokenAnswer[until " + expiresAt + "]";
    }
}
