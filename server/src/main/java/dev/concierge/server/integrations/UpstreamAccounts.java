package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.Ids;
import dev.concierge.server.oauth.ExchangeOutcome;
import dev.concierge.server.oauth.IdTokenClaims;
import dev.concierge.server.oauth.Trouble;
import dev.concierge.server.oauth.UserInfo;
import dev.concierge.server.oauth.UserInfoOutcome;
import dev.concierge.server.oauth.UserProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out whose tokens came back, where the catalog says that it is written. */
@Component
class UpstreamAccounts {
    /** Whether it is known whose tokens came. */
    sealed interface Whose {
        /**
         * An account at a provider.
         *
         * @param subject never changes
         * @param label what people know it by
         * @param consentSubject whose consent it hangs on, where that is another account than the one used; null where it is the same
         */
        record Account(
                String subject, String label, @Nullable String consentSubject) implements Whose {}

        /** Nothing that can be trusted says whose they are. */
        record Nobody() implements Whose {}

        /** It cannot be asked now. */
        record NotNow(Trouble trouble, Duration retryAfter) implements Whose {}
    }

    private final UserInfo userInfo;
    private final Ids ids;

    UpstreamAccounts(UserInfo userInfo, Ids ids) {
        this.userInfo = userInfo;
        this.ids = ids;
    }

    Whose identify(Provider provider, ExchangeOutcome.Exchanged exchanged) {
        IdTokenClaims claims = exchanged.claims();
        UserProfile profile = exchanged.profile();
        return switch (provider.identity().source()) {
            case ID_TOKEN -> claims == null ? new Whose.Nobody() : proven(provider, exchanged, claims);
            case PROFILE -> looked(provider, exchanged, claims);
            case TOKEN_ANSWER -> profile == null ? new Whose.Nobody() : account(profile, null);
            case NONE -> new Whose.Account(ids.next().toString(), provider.name(), null);
        };
    }

    /** The ID token says who it is; the profile is asked only for what people know the account by. */
    private Whose proven(Provider provider, ExchangeOutcome.Exchanged exchanged, IdTokenClaims claims) {
        if (claims.label() != null || provider.identity().userinfo() == null) {
            return account(claims);
        }
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), claims.subject())) {
            case UserInfoOutcome.Known(UserProfile profile) -> account(profile, null);
            case UserInfoOutcome.Foreign _ -> new Whose.Nobody();
            case UserInfoOutcome.Unavailable _, UserInfoOutcome.Refused _ -> account(claims);
        };
    }

    /**
     * The profile says who it is. Where the provider has ID tokens as well, the account hangs on somebody's consent there, and without knowing whose
     * nobody could tell what a revocation would end.
     */
    private Whose looked(Provider provider, ExchangeOutcome.Exchanged exchanged, @Nullable IdTokenClaims claims) {
        if (claims == null && provider.identity().jwks() != null) {
            return new Whose.Nobody();
        }
        String consent = claims == null ? null : claims.subject();
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), null)) {
            case UserInfoOutcome.Known(UserProfile profile) -> account(profile, consent);
            case UserInfoOutcome.Foreign _, UserInfoOutcome.Refused _ -> new Whose.Nobody();
            case UserInfoOutcome.Unavailable(Trouble trouble, Duration retryAfter) ->
                new Whose.NotNow(trouble, retryAfter);
        };
    }

    private static Whose.Account account(IdTokenClaims claims) {
        String label = claims.label() == null ? claims.name() : claims.label();
        return new Whose.Account(claims.subject(), label == null ? claims.subject() : label, null);
    }

    private static Whose.Account account(UserProfile profile, @Nullable String consent) {
        String label = profile.label() == null ? profile.name() : profile.label();
        return new Whose.Account(profile.subject(), label == null ? profile.subject() : label, consent);
    }
}
