package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.oauth.ExchangeOutcome;
import dev.concierge.server.oauth.IdTokenClaims;
import dev.concierge.server.oauth.UserInfo;
import dev.concierge.server.oauth.UserInfoOutcome;
import dev.concierge.server.oauth.UserProfile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out whose tokens came back: from the checked ID token, and from UserInfo where that tells too little. */
@Component
class UpstreamAccounts {
    /** An account at a provider: its unchanging subject, and what people know it by. */
    record Account(String subject, String label) {}

    private final UserInfo userInfo;

    UpstreamAccounts(UserInfo userInfo) {
        this.userInfo = userInfo;
    }

    /** @return empty when nothing that can be trusted says whose they are */
    Optional<Account> identify(Provider provider, ExchangeOutcome.Exchanged exchanged) {
        IdTokenClaims claims = exchanged.claims();
        if (claims != null && claims.email() != null) {
            return Optional.of(new Account(claims.subject(), claims.email()));
        }
        String subject = claims == null ? null : claims.subject();
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), subject)) {
            case UserInfoOutcome.Known(UserProfile profile) ->
                Optional.of(new Account(profile.subject(), label(profile)));
            case UserInfoOutcome.Foreign _ -> Optional.empty();
            case UserInfoOutcome.Unavailable _, UserInfoOutcome.Refused _ -> fromClaims(claims);
        };
    }

    private static Optional<Account> fromClaims(@Nullable IdTokenClaims claims) {
        return claims == null
                ? Optional.empty()
                : Optional.of(new Account(claims.subject(), claims.name() == null ? claims.subject() : claims.name()));
    }

    private static String label(UserProfile profile) {
        if (profile.label() != null) {
            return profile.label();
        }
        return profile.name() == null ? profile.subject() : profile.name();
    }
}
