package dev.concierge.server.vault;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.TokenSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes rows of {@code grants} from token answers: encrypts, and turns lives into moments. */
@Component
class TokenSealer {
    private final RowCipher cipher;
    private final Clock clock;

    TokenSealer(RowCipher cipher, Clock clock) {
        this.cipher = cipher;
        this.clock = clock;
    }

    /** The first row of a grant. */
    Grant first(
            UUID id,
            UUID accountId,
            Provider provider,
            String registration,
            String subject,
            Set<String> scopes,
            TokenSet tokens) {
        return seal(
                new Grant(
                        id,
                        accountId,
                        provider.id(),
                        registration,
                        subject,
                        null,
                        null,
                        1,
                        scopes,
                        clock.instant(),
                        null,
                        null,
                        Grant.State.LIVE,
                        null,
                        null,
                        0),
                scopes,
                tokens,
                tokens.refreshToken());
    }

    /** The row after new consent. An answer without a refresh token keeps none: the old one belongs to the old consent. */
    Grant reconsented(Grant before, Set<String> scopes, TokenSet tokens, @Nullable Secret refreshToken) {
        return seal(next(before, before.refreshes()), scopes, tokens, refreshToken);
    }

    /** The row after a refresh. An answer without a refresh token keeps the old one (RFC 6749 section 6). */
    Grant refreshed(Grant before, Provider provider, TokenSet tokens, Secret oldRefreshToken) {
        Set<String> scopes = provider.granted(before.scopes(), tokens.scopes());
        Secret refreshToken = tokens.refreshToken() == null ? oldRefreshToken : tokens.refreshToken();
        return seal(next(before, before.refreshes() + 1), scopes, tokens, refreshToken);
    }

    /** When the schedule takes the grant up by itself, spread by chance so that grants made together do not fall due together. */
    @Nullable
    Instant dueAt(Grant grant) {
        double jitter = ThreadLocalRandom.current().nextDouble(0.5);
        return RefreshPolicy.dueAt(grant.obtainedAt(), grant.accessExpiresAt(), grant.refreshToken() != null, jitter);
    }

    private static Grant next(Grant before, long refreshes) {
        return new Grant(
                before.id(),
                before.accountId(),
                before.provider(),
                before.registration(),
                before.upstreamSubject(),
                null,
                null,
                before.version() + 1,
                before.scopes(),
                before.obtainedAt(),
                null,
                before.refreshExpiresAt(),
                Grant.State.LIVE,
                null,
                null,
                refreshes);
    }

    private Grant seal(Grant row, Set<String> scopes, TokenSet tokens, @Nullable Secret refreshToken) {
        Instant now = clock.instant();
        return new Grant(
                row.id(),
                row.accountId(),
                row.provider(),
                row.registration(),
                row.upstreamSubject(),
                cipher.encrypt(tokens.accessToken(), row.accessBinding()),
                encrypt(refreshToken, row.refreshBinding()),
                row.version(),
                scopes,
                now,
                plus(now, tokens.expiresIn()),
                tokens.refreshExpiresIn() == null ? row.refreshExpiresAt() : plus(now, tokens.refreshExpiresIn()),
                Grant.State.LIVE,
                null,
                null,
                row.refreshes());
    }

    private @Nullable Ciphertext encrypt(@Nullable Secret secret, Binding binding) {
        return secret == null ? null : cipher.encrypt(secret, binding);
    }

    private static @Nullable Instant plus(Instant now, @Nullable Duration life) {
        return life == null ? null : now.plus(life);
    }
}
