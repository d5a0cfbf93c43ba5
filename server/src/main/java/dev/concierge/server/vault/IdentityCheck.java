package dev.concierge.server.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.oauth.IdTokenFault;
import dev.concierge.server.oauth.IdTokenOutcome;
import dev.concierge.server.oauth.IdTokens;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.oauth.UserInfo;
import dev.concierge.server.oauth.UserInfoOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks whose token a refresh brought: the subject must stay the same (OpenID Connect Core section 12.2). By the ID token, and where the provider has
 * none by the profile, at most once a day for each grant on this node: that is a call more.
 */
@Component
class IdentityCheck {
    private static final Duration BETWEEN_PROFILES = Duration.ofDays(1);
    private static final int REMEMBERED = 100_000;

    private final IdTokens idTokens;
    private final UserInfo userInfo;
    private final Clock clock;
    private final Cache<UUID, Instant> lookedAt =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    IdentityCheck(IdTokens idTokens, UserInfo userInfo, Clock clock) {
        this.idTokens = idTokens;
        this.userInfo = userInfo;
        this.clock = clock;
    }

    /**
     * Whether the answer names somebody else than the one whose consent the grant hangs on, or an issuer or subject that cannot be. What cannot be
     * checked says nothing.
     */
    boolean isOther(Provider provider, Registration registration, TokenSet tokens, Grant grant) {
        Identity identity = provider.identity();
        if (tokens.idToken() != null && identity.jwks() != null) {
            return switch (idTokens.check(provider, registration, tokens.idToken(), null, tokens.accessToken())) {
                case IdTokenOutcome.Proven(var claims) -> !claims.subject().equals(grant.consentOf());
                case IdTokenOutcome.Unproven(var fault) ->
                    fault == IdTokenFault.ISSUER || fault == IdTokenFault.SUBJECT;
            };
        }
        return identity.source() == Identity.Source.PROFILE
                && identity.jwks() == null
                && due(grant.id())
                && isOther(provider, tokens, grant);
    }

    private boolean due(UUID grantId) {
        Instant now = clock.instant();
        Instant last = lookedAt.getIfPresent(grantId);
        if (last != null && now.isBefore(last.plus(BETWEEN_PROFILES))) {
            return false;
        }
        lookedAt.put(grantId, now);
        return true;
    }

    private boolean isOther(Provider provider, TokenSet tokens, Grant grant) {
        return switch (userInfo.fetch(provider, tokens.accessToken(), null)) {
            case UserInfoOutcome.Known(var profile) -> !profile.subject().equals(grant.consentOf());
            case UserInfoOutcome.Foreign _, UserInfoOutcome.Refused _, UserInfoOutcome.Unavailable _ -> false;
        };
    }
}
