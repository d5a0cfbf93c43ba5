package dev.concierge.server.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorRule.Step;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.RefreshRules.Extension;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.TokenExchange;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** {@link TokenEndpoint} with grants built by the Nimbus SDK; {@link TokenCalls} sends them and reads the answers. */
@Component
final class NimbusTokenEndpoint implements TokenEndpoint {
    private final TokenCalls calls;
    private final GrantedPermissions permissions;
    private final IdTokens idTokens;

    NimbusTokenEndpoint(TokenCalls calls, GrantedPermissions permissions, IdTokens idTokens) {
        this.calls = calls;
        this.permissions = permissions;
        this.idTokens = idTokens;
    }

    @Override
    public ExchangeOutcome exchange(Provider provider, Registration registration, CodeExchange exchange) {
        Map<String, List<String>> parameters = grant(provider, exchange).toParameters();
        return switch (calls.present(provider, registration, Step.EXCHANGE, parameters, null)) {
            case TokenAnswer.Tokens(TokenSet tokens, JsonNode fields) ->
                finished(provider, registration, tokens, fields, exchange);
            case TokenAnswer.Refusal(OAuthError error, Found _) -> refused(error);
            case TokenAnswer.Trouble(Found found) ->
                new ExchangeOutcome.Unavailable(found.trouble(), found.retryAfter(), found.acted());
        };
    }

    private static AuthorizationGrant grant(Provider provider, CodeExchange exchange) {
        AuthorizationCode code = new AuthorizationCode(exchange.code().reveal());
        return provider.authorization().pkce() == Pkce.REFUSED
                ? new AuthorizationCodeGrant(code, exchange.redirectUri())
                : new AuthorizationCodeGrant(
                        code,
                        exchange.redirectUri(),
                        new CodeVerifier(exchange.verifier().reveal()));
    }

    /** A code works once, so an error that nobody knows ends the trip as well. */
    private static ExchangeOutcome refused(OAuthError error) {
        return error.cause().filter(Cause.MISCONFIGURED::equals).isPresent()
                ? new ExchangeOutcome.Misconfigured(error)
                : new ExchangeOutcome.Refused(error);
    }

    private ExchangeOutcome finished(
            Provider provider, Registration registration, TokenSet first, JsonNode fields, CodeExchange exchange) {
        TokenSet lasting = longLived(provider, registration, first);
        return switch (permissions.of(provider, lasting)) {
            case GrantedPermissions.Unread(Found found) ->
                new ExchangeOutcome.Unfinished(lasting, found.trouble(), found.retryAfter());
            case GrantedPermissions.Read(TokenSet tokens) -> proven(provider, registration, tokens, fields, exchange);
        };
    }

    /** The token worth keeping. If it cannot be had now, the first one is extended later, on schedule. */
    private TokenSet longLived(Provider provider, Registration registration, TokenSet first) {
        TokenExchange exchange = provider.token().longLived();
        if (exchange == null) {
            return first;
        }
        return calls.extend(provider, registration, Step.EXCHANGE, exchange, first.accessToken(), null)
                        instanceof TokenAnswer.Tokens(TokenSet lasting, JsonNode _)
                ? lasting.withScopesOf(first)
                : first;
    }

    private ExchangeOutcome proven(
            Provider provider, Registration registration, TokenSet tokens, JsonNode fields, CodeExchange exchange) {
        UserProfile profile = provider.identity().source() == Identity.Source.TOKEN_ANSWER
                ? Profiles.read(provider.identity(), fields)
                : null;
        Secret idToken = tokens.idToken();
        if (idToken == null || provider.identity().jwks() == null) {
            return new ExchangeOutcome.Exchanged(tokens, null, profile);
        }
        return switch (idTokens.check(provider, registration, idToken, exchange.nonce(), tokens.accessToken())) {
            case IdTokenOutcome.Proven(IdTokenClaims claims) -> new ExchangeOutcome.Exchanged(tokens, claims, profile);
            case IdTokenOutcome.Unproven(IdTokenFault fault) -> new ExchangeOutcome.Unproven(tokens, fault);
        };
    }

    @Override
    public RefreshOutcome refresh(
            Provider provider,
            Registration registration,
            Secret refreshToken,
            Set<String> scopes,
            @Nullable Instant until) {
        Map<String, List<String>> parameters =
                new LinkedHashMap<>(new RefreshTokenGrant(new RefreshToken(refreshToken.reveal())).toParameters());
        if (!scopes.isEmpty()) {
            parameters.put("scope", List.of(String.join(provider.authorization().scopeSeparator(), scopes)));
        }
        return refreshed(calls.present(provider, registration, Step.REFRESH, parameters, until));
    }

    @Override
    public RefreshOutcome extend(
            Provider provider, Registration registration, Secret accessToken, @Nullable Instant until) {
        Extension extension = provider.refresh().extension();
        if (extension == null) {
            throw new IllegalArgumentException(provider.id() + " extends no tokens");
        }
        return refreshed(calls.extend(provider, registration, Step.REFRESH, extension.exchange(), accessToken, until));
    }

    private static RefreshOutcome refreshed(TokenAnswer answer) {
        return switch (answer) {
            case TokenAnswer.Tokens(TokenSet tokens, JsonNode _) -> new RefreshOutcome.Refreshed(tokens);
            case TokenAnswer.Refusal(OAuthError error, Found ifUnknown) ->
                error.cause().map(cause -> refused(cause, error)).orElseGet(() -> unavailable(ifUnknown));
            case TokenAnswer.Trouble(Found found) -> unavailable(found);
        };
    }

    private static RefreshOutcome refused(Cause cause, OAuthError error) {
        return switch (cause) {
            case REJECTED -> new RefreshOutcome.Rejected(error);
            case MISCONFIGURED, UPGRADE, DENIED, RETRY -> new RefreshOutcome.Misconfigured(error);
        };
    }

    private static RefreshOutcome unavailable(Found found) {
        return new RefreshOutcome.Unavailable(found.trouble(), found.retryAfter(), found.acted());
    }
}
