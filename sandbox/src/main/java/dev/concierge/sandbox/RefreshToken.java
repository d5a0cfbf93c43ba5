package dev.concierge.sandbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token.
 *
 * @param family shared by all that came out of one consent through rotation
 * @param replacedAt when a refresh first gave out its successor, else null
 */
public record RefreshToken(
        String value,
        String grantId,
        String project,
        String account,
        String clientId,
        List<String> scopes,
        String family,
        Instant issuedAt,
        Instant lastUsedAt,
        @Nullable Instant replacedAt) {

    public RefreshToken {
        scopes = List.copyOf(scopes);
    }

    RefreshToken used(Instant now) {
        return new RefreshToken(value, grantId, project, account, clientId, scopes, family, issuedAt, now, replacedAt);
    }

    RefreshToken replaced(Instant now) {
        return new RefreshToken(value, grantId, project, account, clientId, scopes, family, issuedAt, now, now);
    }

    @Override
    public String toString() {
        return "RefreshToken[" + clientId + " " + account + "]";
    }
}
