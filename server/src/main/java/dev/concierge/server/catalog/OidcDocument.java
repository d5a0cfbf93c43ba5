package dev.concierge.server.catalog;

import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Authorization.ResponseMode;
import dev.concierge.server.catalog.Identity.Source;
import dev.concierge.server.catalog.Provider.Scope;
import dev.concierge.server.catalog.Revocation.Call;
import dev.concierge.server.catalog.Revocation.Reach;
import dev.concierge.server.catalog.Revocation.Style;
import dev.concierge.server.catalog.Revocation.Tokens;
import dev.concierge.server.catalog.TokenRules.Answer;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.catalog.TokenRules.ErrorPlace;
import dev.concierge.server.catalog.TokenRules.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a provider of a discovery document (OpenID Connect Discovery section 3, RFC 8414 section 2, RFC 9207 section 3). */
final class OidcDocument {
    private static final List<Scope> SCOPES = List.of(
            scope("openid", "Know who you are", "A number that stands for your account"),
            scope("profile", "See your name", "Name and picture as your account shows them"),
            scope("email", "See your e-mail address", "So that you can tell your accounts apart"),
            scope("offline_access", "Stay connected", "Without it the connection would end after a short while"));

    private final OidcIssuer issuer;
    private final JsonNode document;

    OidcDocument(OidcIssuer issuer, JsonNode document) {
        this.issuer = issuer;
        this.document = document;
    }

    /** The provider; empty when the document is another issuer's, or lacks what is needed. */
    Optional<Provider> provider() {
        URI authorize = url("authorization_endpoint");
        URI token = url("token_endpoint");
        URI jwks = url("jwks_uri");
        Set<String> algorithms = algorithms();
        boolean ours = issuer.issuer().equals(text("issuer"));
        if (!ours || authorize == null || token == null || jwks == null || algorithms.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Provider(
                new Provider.About(issuer.id(), issuer.name(), "openid", null, false, issuer.id()),
                authorization(authorize),
                token(token),
                RefreshRules.of(true, new OldRefreshToken.Dies()),
                revocation(),
                identity(jwks, algorithms),
                asking(),
                new Provider.Calling(Map.of(), Map.of(), List.of(), null),
                ErrorTable.STANDARD,
                List.of(),
                Setup.NONE));
    }

    private Authorization authorization(URI endpoint) {
        return new Authorization(
                endpoint,
                issuer.issuer(),
                List.of(),
                null,
                flag("authorization_response_iss_parameter_supported"),
                ResponseMode.QUERY,
                issuer.pkce() ? Pkce.OPTIONAL : Pkce.REFUSED,
                " ",
                true,
                offline() ? Map.of("prompt", "consent") : Map.of(),
                new Authorization.LoginHint("login_hint", List.of()),
                null);
    }

    /** Basic is what a document without a word about it means (OpenID Connect Discovery section 3). */
    private TokenRules token(URI endpoint) {
        List<String> ways = texts("token_endpoint_auth_methods_supported");
        ClientAuthentication way = ways.isEmpty() || ways.contains("client_secret_basic")
                ? ClientAuthentication.CLIENT_SECRET_BASIC
                : ClientAuthentication.CLIENT_SECRET_POST;
        return new TokenRules(endpoint, way, Request.FORM, Answer.JSON, false, ErrorPlace.STANDARD, " ", null, null);
    }

    private Revocation revocation() {
        URI endpoint = url("revocation_endpoint");
        Call call = endpoint == null ? null : new Call(Style.RFC7009, endpoint, Tokens.BOTH, false);
        return new Revocation(call, Reach.GRANT, null, true, null, null);
    }

    private Identity identity(URI jwks, Set<String> algorithms) {
        return new Identity(
                Source.ID_TOKEN,
                jwks,
                algorithms,
                url("userinfo_endpoint"),
                Map.of(),
                List.of("/sub"),
                "/email",
                "/name",
                "/picture",
                "email_verified");
    }

    private Provider.Asking asking() {
        List<String> connect = new ArrayList<>(List.of("openid", "profile", "email"));
        if (document.has("scopes_supported")) {
            connect.removeIf(
                    name -> !name.equals("openid") && !texts("scopes_supported").contains(name));
        }
        List<String> signIn = List.copyOf(connect);
        if (offline()) {
            connect.add("offline_access");
        }
        return new Provider.Asking(SCOPES, connect, new SignInRules(true, signIn, Map.of(), freshLogin()));
    }

    /** Whoever does not list the claim may leave {@code max_age} alone and say nothing of it; waiting for it there would keep people out. */
    private FreshLogin freshLogin() {
        return texts("claims_supported").contains("auth_time") ? FreshLogin.PROVED : FreshLogin.UNKNOWN;
    }

    private boolean offline() {
        return texts("scopes_supported").contains("offline_access");
    }

    /** RS256 is what every OpenID provider can (OpenID Connect Discovery section 3); symmetric ones and {@code none} are left out. */
    private Set<String> algorithms() {
        Set<String> algorithms = new LinkedHashSet<>(texts("id_token_signing_alg_values_supported"));
        if (algorithms.isEmpty()) {
            algorithms.add("RS256");
        }
        algorithms.retainAll(IdentityReader.ALGORITHMS);
        return algorithms;
    }

    private static Scope scope(String name, String title, String description) {
        return new Scope(name, List.of(), List.of(), false, ScopeClass.IDENTITY, "identity", title, description);
    }

    private @Nullable URI url(String member) {
        String text = text(member);
        return text == null ? null : Urls.read(text, issuer.plainHttp());
    }

    private @Nullable String text(String member) {
        JsonNode value = document.path(member);
        return value.isString() ? value.stringValue() : null;
    }

    private boolean flag(String member) {
        JsonNode value = document.path(member);
        return value.isBoolean() && value.booleanValue();
    }

    private List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : document.path(member)) {
            if (value.isString()) {
                texts.add(value.stringValue());
            }
        }
        return texts;
    }
}
