package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Authorization;
import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Authorization.ResponseMode;
import dev.concierge.server.catalog.ErrorTable;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Provider.Api;
import dev.concierge.server.catalog.Provider.Scope;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Revocation;
import dev.concierge.server.catalog.ScopeClass;
import dev.concierge.server.catalog.Setup;
import dev.concierge.server.catalog.SignInRules;
import dev.concierge.server.catalog.TokenRules;
import dev.concierge.server.catalog.TokenRules.Answer;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.Outbound;
import java.net.URI;
import java.time.Clock;
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
            TokenRules token,
            Revocation revocation,
            Identity identity,
            List<Scope> scopes) {
        Choices authorization(UnaryOperator<Authorization> change) {
            return new Choices(change.apply(authorization), token, revocation, identity, scopes);
        }

        Choices token(ClientAuthentication way, Answer form) {
            return new Choices(authorization, rules(token.endpoint(), way, form), revocation, identity, scopes);
        }

        Choices revocation(Revocation other) {
            return new Choices(authorization, token, other, identity, scopes);
        }

        Choices identity(Identity other) {
            return new Choices(authorization, token, revocation, other, scopes);
        }

        Provider provider() {
            return new Provider(
                    new Provider.About("acme", "Acme", "acme", null, false, "acme"),
                    authorization,
                    token,
                    RefreshRules.of(true, new OldRefreshToken.Dies()),
                    revocation,
                    identity,
                    new Provider.Asking(scopes, List.of("openid"), SignInRules.NONE),
                    new Provider.Calling(
                            Map.of("api", new Api(token.endpoint().resolve("/api"), null)), Map.of(), List.of(), null),
                    ErrorTable.STANDARD,
                    List.of(),
                    Setup.NONE);
        }
    }

    private static TokenRules rules(URI endpoint, ClientAuthentication way, Answer form) {
        return new TokenRules(
                endpoint, way, TokenRules.Request.FORM, form, false, TokenRules.ErrorPlace.STANDARD, ", ", null, null);
    }

    /** An OpenID provider at this base, with everything in its usual form. */
    static Choices at(URI base) {
        return new Choices(
                new Authorization(
                        base.resolve("/authorize"),
                        ISSUER,
                        List.of("issuer.example"),
                        null,
                        true,
                        ResponseMode.QUERY,
                        Pkce.S256,
                        " ",
                        true,
                        Map.of("access_type", "offline"),
                        new Authorization.LoginHint("login_hint", List.of()),
                        null),
                rules(base.resolve("/token"), ClientAuthentication.CLIENT_SECRET_POST, Answer.JSON),
                new Revocation(
                        call(Revocation.Style.TOKEN_FORM, base.resolve("/revoke")),
                        Revocation.Reach.PROJECT,
                        null,
                        true,
                        null,
                        null),
                new Identity(
                        Identity.Source.ID_TOKEN,
                        base.resolve("/jwks"),
                        Set.of("RS256"),
                        base.resolve("/userinfo"),
                        Map.of(),
                        List.of("/sub"),
                        "/email",
                        "/name",
                        null,
                        "email_verified"),
                List.of(
                        scope("openid", List.of()),
                        scope("email", List.of("https://issuer.example/auth/email")),
                        scope("calendar", List.of())));
    }

    static Revocation.Call call(Revocation.Style style, URI endpoint) {
        return new Revocation.Call(style, endpoint, Revocation.Tokens.ALL, false);
    }

    static Authorization with(
            Authorization is, boolean issParameter, Pkce pkce, String separator, Map<String, String> parameters) {
        return new Authorization(
                is.endpoint(),
                is.issuer(),
                is.issuerAliases(),
                is.tenantIssuer(),
                issParameter,
                is.responseMode(),
                pkce,
                separator,
                is.scopeParameter(),
                parameters,
                is.loginHint(),
                is.codeSuffix());
    }

    static Registration registration() {
        return new Registration("acme", "acme", CLIENT, Secret.of("s3cret/+&="), REDIRECT);
    }

    private static Scope scope(String name, List<String> aliases) {
        return new Scope(name, aliases, List.of(), true, ScopeClass.READ, "feature", "Title", "Description");
    }

    /** The token endpoint's caller, over this way out. */
    static NimbusTokenEndpoint tokenEndpoint(Outbound outbound, IdTokens idTokens) {
        return new NimbusTokenEndpoint(
                new TokenCalls(outbound, Clock.systemUTC()), new GrantedPermissions(outbound), idTokens);
    }
}
