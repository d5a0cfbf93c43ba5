package dev.concierge.server.catalog;

import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Authorization.ResponseMode;
import dev.concierge.server.catalog.Identity.Source;
import dev.concierge.server.catalog.Revocation.Reach;
import dev.concierge.server.catalog.TokenRules.Answer;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.catalog.TokenRules.ErrorPlace;
import dev.concierge.server.catalog.TokenRules.Request;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a missing section is read as; the missing is a fault already. */
final class StandIns {
    private static final URI URL = URI.create("https://invalid");

    private StandIns() {}

    static Authorization authorization() {
        return new Authorization(
                URL,
                "https://invalid",
                List.of(),
                null,
                false,
                ResponseMode.QUERY,
                Pkce.S256,
                " ",
                true,
                Map.of(),
                null,
                null);
    }

    static TokenRules token() {
        return new TokenRules(
                URL,
                ClientAuthentication.CLIENT_SECRET_POST,
                Request.FORM,
                Answer.JSON,
                false,
                ErrorPlace.STANDARD,
                " ",
                null,
                null);
    }

    static RefreshRules refresh() {
        return RefreshRules.of(false, new OldRefreshToken.Dies());
    }

    static Revocation revocation() {
        return new Revocation(null, Reach.TOKEN, null, true, null, null);
    }

    static Identity identity() {
        return new Identity(Source.PROFILE, null, Set.of(), URL, Map.of(), List.of("/sub"), null, null, null, null);
    }
}
