package dev.concierge.server.oauth;

import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Provider.Api;
import dev.concierge.server.catalog.Provider.Authorization;
import dev.concierge.server.catalog.Provider.ClientAuthentication;
import dev.concierge.server.catalog.Provider.Identity;
import dev.concierge.server.catalog.Provider.Pkce;
import dev.concierge.server.catalog.Provider.Refresh;
import dev.concierge.server.catalog.Provider.ResponseMode;
import dev.concierge.server.catalog.Provider.Revocation;
import dev.concierge.server.catalog.Provider.Scope;
import dev.concierge.server.catalog.Provider.TokenAnswer;
import dev.concierge.server.catalog.Provider.TokenEndpoint;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.ScopeClass;
import dev.concierge.server.encryption.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Catalog entries of a provider that a test runs itself. */
final class Providers {
    static final String ISSUER = "https://issuer.example";
    static final String CLIENT = "client-1";
    static final URI REDIRECT = URI.create("https://ours.example/api/v1/oauth/acme/callback");

    private Providers() {}

    /** What a test may change about one. */
    record Choices(
            Authorization authorization,
            TokenEndpoint token,
            Revocation revocation,
            Identity identity,
            List<Scope> scopes) {
        Choices authorization(UnaryOperator<Authorization> change) {
            return new Choices(change.apply(authorization), token, revocation, identity, scopes);
        }

        Choices token(ClientAuthentication way, TokenAnswer form) {
            return new Choices(
                    authorization, new TokenEndpoint(token.endpoint(), way, form), revocation, identity, scopes);
        }

        Choices revocation(Revocation other) {
            return new Choices(authorization, token, other, identity, scopes);
        }

        Choices identity(Identity other) {
            return new Choices(authorization, token, revocation, other, scopes);
        }

        Provider provider() {
            return new Provider(
                    "acme",
                    "Acme",
                    "acme",
                    null,
                    false,
                    authorization,
                    token,
                    new Refresh(true, new OldRefreshToken.Dies()),
                    revocation,
                    identity,
                    scopes,
                    List.of("openid"),
                    Map.of("api", new Api(token.endpoint().resolve("/api"))),
                    null);
        }
    }

    /** An OpenID provider at this base, with everything in its usual form. */
    static Choices at(URI base) {
        return new Choices(
                new Authorization(
                        base.resolve("/authorize"),
                        ISSUER,
                        List.of("issuer.example"),
                        true,
                        ResponseMode.QUERY,
                        Pkce.S256,
                        " ",
                        Map.of("access_type", "offline"),
                        "login_hint"),
                new TokenEndpoint(base.resolve("/token"), ClientAuthentication.CLIENT_SECRET_POST, TokenAnswer.JSON),
                new Revocation(Revocation.Style.TOKEN_FORM, base.resolve("/revoke"), Revocation.Reach.PROJECT, null),
                new Identity(base.resolve("/jwks"), Set.of("RS256"), base.resolve("/userinfo"), "sub", "email", "name"),
                List.of(
                        scope("openid", List.of()),
                        scope("email", List.of("https://issuer.example/auth/email")),
                        scope("calendar", List.of())));
    }

    static Authorization with(
            Authorization is, boolean issParameter, Pkce pkce, String separator, Map<String, String> parameters) {
        return new Authorization(
                is.endpoint(),
                is.issuer(),
                is.issuerAliases(),
                issParameter,
                is.responseMode(),
                pkce,
                separator,
                parameters,
                is.loginHint());
    }

    static Registration registration() {
        return new Registration("acme", "acme", CLIENT, Secret.of("s3cret/+&="), REDIRECT);
    }

    private static Scope scope(String name, List<String> aliases) {
        return new Scope(name, aliases, ScopeClass.READ, "feature", "Title", "Description");
    }
}
