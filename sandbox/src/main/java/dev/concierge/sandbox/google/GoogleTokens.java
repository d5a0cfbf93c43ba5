package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.RefreshTokens;
import dev.concierge.sandbox.Shared;
import java.util.List;

/** Google's tokens in Google's form, within its size ceilings (field 3). */
record GoogleTokens(Shared shared, KnobBoard knobs, Grants grants, RefreshTokens refresh, AccessTokens access) {
    static GoogleTokens create(String provider, Shared shared, KnobBoard knobs) {
        var grants = new Grants(provider, shared.store(), shared.clock());
        var refresh = new RefreshTokens(
                provider, shared, grants, GoogleRefreshRules.CAP, () -> "1//0" + Randoms.base64Url(72));
        return new GoogleTokens(shared, knobs, grants, refresh, new AccessTokens(provider, shared, grants, refresh));
    }

    /** Whose, for whom and for what an access token is. */
    record Holder(String grantId, String project, String account, String clientId, String family) {}

    /** @param subject whose resources it opens; the holder's own, unless a knob makes Google lie */
    AccessToken issueAccess(Holder holder, String subject, List<String> scopes) {
        var life = knobs.get(Knobs.TOKEN_LIFE_SECONDS);
        var token = new AccessToken(
                "ya29.a0" + Randoms.base64Url(150),
                holder.grantId(),
                holder.project(),
                holder.account(),
                subject,
                holder.clientId(),
                scopes,
                holder.family(),
                shared.clock().instant().plusSeconds(life));
        access.issue(token);
        return token;
    }
}
