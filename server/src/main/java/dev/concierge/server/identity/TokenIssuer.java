package dev.concierge.server.identity;

import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes and signs the access token of a sign-in. */
@Component
class TokenIssuer {
    private final AccessTokens tokens;
    private final TokenSettings settings;
    private final Ids ids;
    private final Clock clock;

    TokenIssuer(AccessTokens tokens, TokenSettings settings, Ids ids, Clock clock) {
        this.tokens = tokens;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Outside of any transaction.
     *
     * @param holder as it was in the transaction that the refresh token is of: when it has changed since, the access token is stale at birth
     * @param next null for a browser
     */
    IssuedTokens issue(TokenFamily family, TokenFamilyRepository.Holder holder, @Nullable RefreshToken next) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = earlier(now.plus(settings.accessLife()), family.expiresAt());
        AccessClaims claims = new AccessClaims(
                family.accountId(),
                family.id(),
                ids.next(),
                now,
                end,
                holder.account().role().word(),
                holder.localId(),
                family.method(),
                AuthenticationMethods.of(family.proved()),
                family.provedAt(),
                holder.epoch());
        Secret access = tokens.sign(claims);
        return new IssuedTokens(
                access,
                end,
                next == null ? null : next.text(),
                family.expiresAt(),
                new IssuedTokens.User(
                        family.accountId(),
                        holder.account().email(),
                        holder.account().role().word(),
                        holder.localId(),
                        family.method()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
