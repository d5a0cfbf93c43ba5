package dev.concierge.sandbox.google;

import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.dialect.IdTokens;
import dev.concierge.sandbox.dialect.Issued;
import dev.concierge.sandbox.dialect.OAuthError;
import dev.concierge.sandbox.dialect.TokenDialect;
import dev.concierge.sandbox.dialect.TokenProblem;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Google's token endpoint (fields 3, 5, 6, 10): form in, JSON out. */
final class GoogleTokenAnswers implements TokenDialect {
    private final ClientAuthentication authentication;
    private final Tokens tokens;
    private final IdTokens idTokens;

    GoogleTokenAnswers(ClientAuthentication authentication, Tokens tokens, IdTokens idTokens) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.idTokens = idTokens;
    }

    @Override
    public ClientAuthentication.Result client(Request request, Parameters parameters) {
        return authentication.of(request, parameters);
    }

    /**
     * Field 6: only the first offline exchange of this person and client brings a refresh token, later ones only with
     * {@code prompt=consent} or after a revocation.
     */
    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return code.offline() && (code.consented() || !grant.refreshTokens().containsKey(code.clientId()));
    }

    @Override
    public RefreshRules refreshRules() {
        return GoogleRefreshRules.now(tokens.knobs());
    }

    @Override
    public Optional<List<String>> narrowed(RefreshToken token, String scope) {
        return GoogleScopes.parse(scope).filter(token.scopes()::containsAll);
    }

    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        return tokens.usualEnd();
    }

    @Override
    public Answer issued(Request request, Issued issued) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", issued.access().value())
                .put("expires_in", tokens.knobs().get(Knobs.TOKEN_LIFE_SECONDS));
        var refresh = issued.refresh();
        if (refresh != null) {
            body.put("refresh_token", refresh.value());
            long limit = tokens.knobs().get(GoogleKnobs.TIME_LIMITED_SECONDS);
            if (limit > 0) {
                body.put("refresh_token_expires_in", limit);
            }
        }
        body.put("scope", String.join(" ", issued.access().scopes())).put("token_type", "Bearer");
        idTokens.issue(issued.access(), issued.nonce()).ifPresent(token -> body.put("id_token", token));
        return Answer.json(200, body);
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        return switch (problem) {
            case TokenProblem.Unreadable(var status, var description) ->
                OAuthError.flat(status, "invalid_request", description);
            case TokenProblem.Repeated() -> invalidRequest("OAuth 2 parameters can only have a single value.");
            case TokenProblem.NoClient(var description, var _) -> invalidRequest(description);
            case TokenProblem.ClientRefused(var why, var _) ->
                OAuthError.flat(
                                401,
                                "invalid_client",
                                why.equals("unknown_client") ? "The OAuth client was not found." : "Unauthorized")
                        .with("WWW-Authenticate", "Basic realm=\"google\"");
            case TokenProblem.Missing(var parameter)
            when parameter.equals("grant_type") -> invalidRequest("Required parameter is missing: grant_type");
            case TokenProblem.Missing(var parameter) -> invalidRequest("Missing required parameter: " + parameter);
            case TokenProblem.UnknownGrantType(var type) ->
                OAuthError.flat(400, "unsupported_grant_type", "Invalid grant_type: " + type);
            case TokenProblem.CodeRefused(var why) -> code(why);
            case TokenProblem.RefreshRefused(var _) ->
                OAuthError.flat(400, "invalid_grant", "Token has been expired or revoked.");
            case TokenProblem.NotAllowed(var error) -> OAuthError.flat(400, error, "");
            case TokenProblem.WiderScope() ->
                OAuthError.flat(400, "invalid_scope", "Some requested scopes were not granted.");
        };
    }

    private static Answer code(Codes.Reason reason) {
        return switch (reason) {
            case UNKNOWN, OTHER_CLIENT -> OAuthError.flat(400, "invalid_grant", "Malformed auth code.");
            case USED, EXPIRED, GRANT_ENDED -> OAuthError.flat(400, "invalid_grant", "Bad Request");
            case OTHER_REDIRECT_URI -> OAuthError.flat(400, "redirect_uri_mismatch", "Bad Request");
            case VERIFIER_MISSING -> OAuthError.flat(400, "invalid_grant", "Missing code verifier.");
            case VERIFIER_WRONG, VERIFIER_UNEXPECTED -> OAuthError.flat(400, "invalid_grant", "Invalid code verifier.");
        };
    }

    private static Answer invalidRequest(String description) {
        return OAuthError.flat(400, "invalid_request", description);
    }
}
