package dev.concierge.server.identity;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.oauth.ExchangeOutcome;
import dev.concierge.server.oauth.IdTokenClaims;
import dev.concierge.server.oauth.UserInfo;
import dev.concierge.server.oauth.UserInfoOutcome;
import dev.concierge.server.oauth.UserProfile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out who signed in at a provider. Where it signs ID tokens, only a checked one counts, and the profile adds no more than a name and an
 * address, when it is of the same subject (OpenID Connect Core section 5.3.2).
 */
@Component
class UpstreamPeople {
    /** Who it is, or why nobody can say. */
    sealed interface Outcome {
        record Known(UpstreamPerson person) implements Outcome {}

        /** Nothing that can be believed; a word for the trail. */
        record Unproven(String reason) implements Outcome {}

        /** The provider does not tell just now. */
        record Unavailable() implements Outcome {}
    }

    private final UserInfo userInfo;

    UpstreamPeople(UserInfo userInfo) {
        this.userInfo = userInfo;
    }

    Outcome identify(Provider provider, ExchangeOutcome.Exchanged exchanged) {
        return switch (provider.identity().source()) {
            case ID_TOKEN -> {
                IdTokenClaims claims = exchanged.claims();
                yield claims == null ? new Outcome.Unproven("id_token_missing") : proven(provider, exchanged, claims);
            }
            case PROFILE -> looked(provider, exchanged);
            case TOKEN_ANSWER, NONE -> new Outcome.Unproven("no_identity");
        };
    }

    private Outcome proven(Provider provider, ExchangeOutcome.Exchanged exchanged, IdTokenClaims claims) {
        boolean whole = claims.email() != null && claims.name() != null;
        if (whole || provider.identity().userinfo() == null) {
            return known(provider, claims, null);
        }
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), claims.subject())) {
            case UserInfoOutcome.Known(UserProfile profile) -> known(provider, claims, profile);
            case UserInfoOutcome.Foreign _ -> new Outcome.Unproven("userinfo_subject");
            case UserInfoOutcome.Refused _ -> known(provider, claims, null);
            case UserInfoOutcome.Unavailable _ -> new Outcome.Unavailable();
        };
    }

    /** Address and its proof come from one place: a profile cannot vouch for the token's address, nor the other way round. */
    private static Outcome known(Provider provider, IdTokenClaims claims, @Nullable UserProfile profile) {
        UserProfile token = new UserProfile(
                claims.subject(), claims.label(), claims.name(), null, claims.email(), claims.emailVerified());
        UserProfile more = profile == null ? token : profile;
        UserProfile address = token.email() == null ? more : token;
        return new Outcome.Known(new UpstreamPerson(
                provider.id(),
                claims.issuer(),
                claims.subject(),
                token.label() == null ? more.label() : token.label(),
                token.name() == null ? more.name() : token.name(),
                address.email(),
                proved(address.email(), address.emailVerified()),
                claims.loggedInAt()));
    }

    private Outcome looked(Provider provider, ExchangeOutcome.Exchanged exchanged) {
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), null)) {
            case UserInfoOutcome.Known(UserProfile profile) -> known(provider, exchanged, profile);
            case UserInfoOutcome.Foreign _ -> new Outcome.Unproven("unknown_account");
            case UserInfoOutcome.Refused _ -> new Outcome.Unproven("userinfo_refused");
            case UserInfoOutcome.Unavailable _ -> new Outcome.Unavailable();
        };
    }

    /** The address of a public profile is what somebody typed there; only the list of checked ones counts. */
    private Outcome known(Provider provider, ExchangeOutcome.Exchanged exchanged, UserProfile profile) {
        Optional<String> checked =
                userInfo.verifiedEmail(provider, exchanged.tokens().accessToken());
        String email = checked.orElse(profile.emailVerified() ? profile.email() : null);
        return new Outcome.Known(new UpstreamPerson(
                provider.id(),
                "provider:" + provider.id(),
                profile.subject(),
                profile.label(),
                profile.name(),
                email,
                proved(email, true),
                null));
    }

    private static @Nullable EmailAddress proved(@Nullable String email, boolean verified) {
        return email == null || !verified ? null : EmailAddress.vouched(email).orElse(null);
    }
}
