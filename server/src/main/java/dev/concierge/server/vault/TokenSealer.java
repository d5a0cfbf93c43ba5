package dev.concierge.server.vault;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.ScopeClass;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.TokenSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
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
    private final Catalog catalog;
    private final Registrations registrations;

    TokenSealer(RowCipher cipher, Clock clock, Catalog catalog, Registrations registrations) {
        this.cipher = cipher;
        this.clock = clock;
        this.catalog = catalog;
        this.registrations = registrations;
    }

    /** The rules of a grant's provider. */
    RefreshRules rules(Grant grant) {
        return catalog.find(grant.provider()).map(Provider::refresh).orElse(RefreshPolicy.UNKNOWN);
    }

    /** The first row of a grant. */
    Grant first(
            UUID id,
            UUID accountId,
            Provider provider,
            String registration,
            UpstreamSubject subject,
            Set<String> scopes,
            TokenSet tokens) {
        return seal(
                new Grant(
                        id,
                        accountId,
                        provider.id(),
                        registration,
                        subject.value(),
                        subject.consent(),
                        null,
                        null,
                        1,
                        scopes,
                        clock.instant(),
                        null,
                        fixedEnd(provider, registration, scopes),
                        Grant.State.LIVE,
                        null,
                        null,
                        0),
                scopes,
                tokens,
                tokens.refreshToken());
    }

    /**
     * The row after new consent.
     *
     * @param refreshToken the one that it brought, or the old one where that goes on; null for none
     */
    Grant reconsented(Grant before, Set<String> scopes, TokenSet tokens, @Nullable Secret refreshToken) {
        Instant end = catalog.find(before.provider())
                .map(provider -> fixedEnd(provider, before.registration(), scopes))
                .orElse(null);
        return seal(next(before, before.refreshes(), end), scopes, tokens, refreshToken);
    }

    /**
     * The row after a refresh. An answer without a refresh token keeps the old one, and one with more scopes than the person was asked for widens
     * nothing (RFC 6749 section 6).
     */
    Grant refreshed(Grant before, Provider provider, TokenSet tokens, @Nullable Secret oldRefreshToken) {
        Set<String> scopes = new LinkedHashSet<>(provider.granted(before.scopes(), tokens.scopes()));
        scopes.retainAll(before.scopes());
        Secret refreshToken = tokens.refreshToken() == null ? oldRefreshToken : tokens.refreshToken();
        return seal(next(before, before.refreshes() + 1, before.refreshExpiresAt()), scopes, tokens, refreshToken);
    }

    /** What a refresh brought besides what the grant has; null when the answer does not say. */
    static @Nullable Set<String> beyond(Grant before, Provider provider, TokenSet tokens) {
        if (tokens.scopes() == null) {
            return null;
        }
        Set<String> beyond = new LinkedHashSet<>(provider.granted(before.scopes(), tokens.scopes()));
        beyond.removeAll(before.scopes());
        return beyond;
    }

    /** When the schedule takes the grant up by itself, spread by chance so that grants made together do not fall due together. */
    @Nullable
    Instant dueAt(Grant grant) {
        double jitter = ThreadLocalRandom.current().nextDouble(0.5);
        return RefreshPolicy.dueAt(grant, rules(grant), jitter);
    }

    /** Counted from consent; a refresh does not move it. What the provider's own answer says wins over it. */
    private @Nullable Instant fixedEnd(Provider provider, String registration, Set<String> scopes) {
        RefreshRules rules = provider.refresh();
        boolean shortened = rules.testingEnd() != null
                && registrations.isInTesting(registration)
                && scopes.stream().anyMatch(name -> isBeyondIdentity(provider, name));
        return plus(clock.instant(), shortened ? rules.testingEnd() : rules.fixedEnd());
    }

    private static boolean isBeyondIdentity(Provider provider, String name) {
        return provider.scope(name)
                .filter(scope -> scope.scopeClass() == ScopeClass.IDENTITY)
                .isEmpty();
    }

    private static Grant next(Grant before, long refreshes, @Nullable Instant refreshExpiresAt) {
        return new Grant(
                before.id(),
                before.accountId(),
                before.provider(),
                before.registration(),
                before.upstreamSubject(),
                before.consentSubject(),
                null,
                null,
                before.version() + 1,
                before.scopes(),
                before.obtainedAt(),
                null,
                refreshExpiresAt,
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
                row.consentSubject(),
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
