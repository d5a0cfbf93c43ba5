package dev.concierge.server.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Provider.Pkce;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@link TokenEndpoint} with requests built by the Nimbus SDK and answers read strictly. */
@Component
final class NimbusTokenEndpoint implements TokenEndpoint {
    private static final Logger log = LoggerFactory.getLogger(NimbusTokenEndpoint.class);
    private static final String INVALID_GRANT = "invalid_grant";

    private final Outbound outbound;
    private final IdTokens idTokens;

    NimbusTokenEndpoint(Outbound outbound, IdTokens idTokens) {
        this.outbound = outbound;
        this.idTokens = idTokens;
    }

    /** What an answer of the endpoint says, whichever grant was presented. */
    private sealed interface Reading {
        record Tokens(TokenSet tokens) implements Reading {}

        record Refusal(OAuthError error) implements Reading {}

        record Trouble(Found found) implements Reading {}
    }

    @Override
    public ExchangeOutcome exchange(Provider provider, Registration registration, CodeExchange exchange) {
        AuthorizationCode code = new AuthorizationCode(exchange.code().reveal());
        AuthorizationGrant grant = provider.authorization().pkce() == Pkce.REFUSED
                ? new AuthorizationCodeGrant(code, exchange.redirectUri())
                : new AuthorizationCodeGrant(
                        code,
                        exchange.redirectUri(),
                        new CodeVerifier(exchange.verifier().reveal()));
        return switch (call(provider, registration, "exchange", grant, Set.of(), null)) {
            case Reading.Tokens(TokenSet tokens) -> proven(provider, registration, tokens, exchange);
            case Reading.Refusal(OAuthError error)
            when error.code().equals(INVALID_GRANT) -> new ExchangeOutcome.Refused(error);
            case Reading.Refusal(OAuthError error) -> new ExchangeOutcome.Misconfigured(error);
            case Reading.Trouble(Found found) ->
                new ExchangeOutcome.Unavailable(found.trouble(), found.retryAfter(), found.acted());
        };
    }

    private ExchangeOutcome proven(
            Provider provider, Registration registration, TokenSet tokens, CodeExchange exchange) {
        Secret idToken = tokens.idToken();
        if (idToken == null || provider.identity().jwks() == null) {
            return new ExchangeOutcome.Exchanged(tokens, null);
        }
        return switch (idTokens.check(provider, registration, idToken, exchange.nonce(), tokens.accessToken())) {
            case IdTokenOutcome.Proven(IdTokenClaims claims) -> new ExchangeOutcome.Exchanged(tokens, claims);
            case IdTokenOutcome.Unproven(IdTokenFault fault) -> new ExchangeOutcome.Unproven(tokens, fault);
        };
    }

    @Override
    public RefreshOutcome refresh(
            Provider provider,
            Registration registration,
            Secret refreshToken,
            Set<String> scopes,
            @Nullable Instant sendBy) {
        AuthorizationGrant grant = new RefreshTokenGrant(new RefreshToken(refreshToken.reveal()));
        return switch (call(provider, registration, "refresh", grant, scopes, sendBy)) {
            case Reading.Tokens(TokenSet tokens) -> new RefreshOutcome.Refreshed(tokens);
            case Reading.Refusal(OAuthError error)
            when error.code().equals(INVALID_GRANT) -> new RefreshOutcome.Rejected(error);
            case Reading.Refusal(OAuthError error) -> new RefreshOutcome.Misconfigured(error);
            case Reading.Trouble(Found found) ->
                new RefreshOutcome.Unavailable(found.trouble(), found.retryAfter(), found.acted());
        };
    }

    private Reading call(
            Provider provider,
            Registration registration,
            String step,
            AuthorizationGrant grant,
            Set<String> scopes,
            @Nullable Instant sendBy) {
        TokenRequest.Builder message = new TokenRequest.Builder(
                provider.token().endpoint(), Messages.authentication(provider, registration), grant);
        if (!scopes.isEmpty()) {
            message.customParameter(
                    "scope", String.join(provider.authorization().scopeSeparator(), scopes));
        }
        OutboundRequest.Builder request =
                Messages.post(provider, step, message.build().toHTTPRequest()).deadline(DEADLINE);
        if (sendBy != null) {
            request.sendBy(sendBy);
        }
        return switch (outbound.send(request.build())) {
            case Unreachable unreachable -> new Reading.Trouble(Troubles.of(unreachable));
            case Answered answer -> read(provider, step, answer);
        };
    }

    private static Reading read(Provider provider, String step, Answered answer) {
        Found trouble = Troubles.of(answer);
        if (trouble != null) {
            log.warn("{} {}: {} by status {}", provider.id(), step, trouble.trouble(), answer.status());
            return new Reading.Trouble(trouble);
        }
        if (answer.successful()) {
            return TokenAnswers.tokens(provider, answer)
                    .<Reading>map(Reading.Tokens::new)
                    .orElseGet(() -> garbled(provider, step, answer));
        }
        Optional<OAuthError> error = answer.status() < 400 ? Optional.empty() : TokenAnswers.error(provider, answer);
        return error.map(found -> refusal(provider, step, found, answer))
                .orElseGet(() -> garbled(provider, step, answer));
    }

    private static Reading refusal(Provider provider, String step, OAuthError error, Answered answer) {
        log.warn(
                "{} {}: status {}, error {}: {}",
                provider.id(),
                step,
                answer.status(),
                error.code(),
                error.description());
        Found trouble = Troubles.of(error, answer);
        return trouble == null ? new Reading.Refusal(error) : new Reading.Trouble(trouble);
    }

    private static Reading garbled(Provider provider, String step, Answered answer) {
        log.warn(
                "{} {}: status {} with an answer that is none, {} bytes",
                provider.id(),
                step,
                answer.status(),
                answer.content().size());
        return new Reading.Trouble(Troubles.garbled(answer));
    }
}
