package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.Ids;
import dev.concierge.server.oauth.ExchangeOutcome;
import dev.concierge.server.oauth.IdTokenClaims;
import dev.concierge.server.oauth.UserInfo;
import dev.concierge.server.oauth.UserInfoOutcome;
import dev.concierge.server.oauth.UserProfile;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out whose tokens came back, where the catalog says that it is written. */
@Component
class UpstreamAccounts {
    /**
     * An account at a provider.
     *
     * @param subject never changes
     * @param label what people know it by
     * @param consentSubject whose consent it hangs on, where that is another account than the one used; null where it is the same
     */
    record Account(String subject, String label, @Nullable String consentSubject) {}

    private final UserInfo userInfo;
    private final Ids ids;

    UpstreamAccounts(UserInfo userInfo, Ids ids) {
        this.userInfo = userInfo;
        this.ids = ids;
    }

    /** @return empty when nothing that can be trusted says whose they are */
    Optional<Account> identify(Provider provider, ExchangeOutcome.Exchanged exchanged) {
        String consent = exchanged.claims() == null ? null : exchanged.claims().subject();
        return switch (provider.identity().source()) {
            case ID_TOKEN ->
                Optional.ofNullable(exchanged.claims()).flatMap(claims -> proven(provider, exchanged, claims));
            case PROFILE -> looked(provider, exchanged, null).map(profile -> account(profile, consent));
            case TOKEN_ANSWER -> Optional.ofNullable(exchanged.profile()).map(profile -> account(profile, consent));
            case NONE -> Optional.of(new Account(ids.next().toString(), provider.name(), null));
        };
    }

    /** The ID token says who it is; the profile is asked only for what people know the account by. */
    private Optional<Account> proven(Provider provider, ExchangeOutcome.Exchanged exchanged, IdTokenClaims claims) {
        if (claims.label() != null || provider.identity().userinfo() == null) {
            return Optional.of(account(claims));
        }
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), claims.subject())) {
            case UserInfoOutcome.Known(UserProfile profile) -> Optional.of(account(profile, null));
            case UserInfoOutcome.Foreign _ -> Optional.empty();
            case UserInfoOutcome.Unavailable _, UserInfoOutcome.Refused _ -> Optional.of(account(claims));
        };
    }

    private Optional<UserProfile> looked(
            Provider provider, ExchangeOutcome.Exchanged exchanged, @Nullable String expected) {
        return switch (userInfo.fetch(provider, exchanged.tokens().accessToken(), expected)) {
            case UserInfoOutcome.Known(UserProfile profile) -> Optional.of(profile);
            case UserInfoOutcome.Foreign _, UserInfoOutcome.Unavailable _, UserInfoOutcome.Refused _ ->
                Optional.empty();
        };
    }

    private static Account account(IdTokenClaims claims) {
        String label = Stream.<@Nullable String>of(claims.label(), claims.name())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(claims.subject());
        return new Account(claims.subject(), label, null);
    }

    private static Account account(UserProfile profile, @Nullable String consent) {
        String label = profile.label() == null ? profile.name() : profile.label();
        return new Account(profile.subject(), label == null ? profile.subject() : label, consent);
    }
}
