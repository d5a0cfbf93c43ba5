package dev.concierge.server.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says (RFC 9068 section 2.2, and words of ours).
 *
 * @param accountId {@code sub}
 * @param familyId {@code sid}: the sign-in that the token belongs to
 * @param tokenId {@code jti}
 * @param role for readers elsewhere; we go by the account's row
 * @param localId null until an administrator set one
 * @param provider how the person signed in: {@code password}, or the provider's id
 * @param methods {@code amr} (RFC 8176)
 * @param provedAt {@code auth_time}: when the person last proved who they are, to the second
 * @param epoch the account's number that rises with role, localId, status, password and a reset of factors
 */
record AccessClaims(
        UUID accountId,
        UUID familyId,
        UUID tokenId,
        Instant issuedAt,
        Instant expiresAt,
        String role,
        @Nullable String localId,
        String provider,
        List<String> methods,
        Instant provedAt,
        int epoch) {
    AccessClaims {
        methods = List.copyOf(methods);
    }
}
