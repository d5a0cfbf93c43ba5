package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** LinkedIn's token endpoint (fields 3, 5, 6, 10): credentials in the body; no refresh token unless the app is a partner. */
final class LinkedinTokenAnswers implements TokenDialect {
    static final String DEAD = "The provided authorization grant or refresh token is invalid, expired or revoked";

    private final ClientAuthentication authentication;
    private final Tokens tokens;
    private final IdTokens idTokens;
    private final KnobBoard knobs;

    LinkedinTokenAnswers(ClientAuthentication authentication, Tokens tokens, IdTokens idTokens) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.idTokens = idTokens;
        this.knobs = tokens.knobs();
    }

    @Override
    public ClientAuthentication.Result client(Request request, Parameters parameters) {
        return authentication.ofParameters(parameters);
    }

    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return knobs.get(LinkedinKnobs.PARTNER);
    }

    @Override
    public RefreshRules refreshRules() {
        boolean partner = knobs.get(LinkedinKnobs.PARTNER);
        return RefreshRules.of(knobs, (token, now) -> {
            if (!partner) {
                return "no_partner";
            }
            return now.isBefore(end(token)) ? null : "expired";
        });
    }

    private Instant end(RefreshToken token) {
        return token.issuedAt().plus(Duration.ofSeconds(knobs.get(LinkedinKnobs.REFRESH_TOKEN_LIFE_SECONDS)));
    }

    /** Field 6: near the end of the refresh token both end together. */
    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        var usual = tokens.usualEnd();
        return refresh != null && end(refresh).isBefore(usual) ? end(refresh) : usual;
    }

    /** The refresh token comes back as it is, with what is left of its life. */
    @Override
    public Answer issued(Request request, Issued issued) {
        var access = issued.access();
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", access.value())
                .put("expires_in", tokens.secondsLeft(access));
        var refresh = issued.refresh() == null ? issued.used() : issued.refresh();
        if (refresh != null) {
            body.put("refresh_token", refresh.value())
                    .put(
                            "refresh_token_expires_in",
                            Duration.between(tokens.now(), end(refresh)).toSeconds());
        }
        var separator = knobs.get(LinkedinKnobs.COMMA_SCOPES) ? "," : " ";
        body.put("scope", String.join(separator, access.scopes())).put("token_type", "Bearer");
        var nonce = knobs.get(LinkedinKnobs.NONCE_ECHOED) ? issued.nonce() : null;
        idTokens.issue(access, nonce).ifPresent(token -> body.put("id_token", token));
        return Answer.json(200, body);
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        return switch (problem) {
            case TokenProblem.Unreadable(var status, var said) -> OAuthError.flat(status, "invalid_request", said);
            case TokenProblem.Repeated() -> invalid(400, "A parameter came more than once");
            case TokenProblem.NoClient(var description, var _) -> invalid(400, description);
            case TokenProblem.ClientRefused _ -> OAuthError.flat(401, "invalid_client", "Client authentication failed");
            case TokenProblem.Missing(var parameter) ->
                invalid(400, "A required parameter \"" + parameter + "\" is missing");
            case TokenProblem.UnknownGrantType _ ->
                OAuthError.flat(400, "unsupported_grant_type", "The grant type is not supported");
            case TokenProblem.CodeRefused(var why) -> code(why);
            case TokenProblem.RefreshRefused _ -> invalid(400, DEAD);
            case TokenProblem.WiderScope() -> invalid(400, "The scope was not granted");
            case TokenProblem.NotAllowed(var error) -> OAuthError.flat(400, error, "");
        };
    }

    private static Answer code(Codes.Reason why) {
        return switch (why) {
            case UNKNOWN, USED, GRANT_ENDED -> invalid(401, "authorization code not found");
            case OTHER_CLIENT, EXPIRED, OTHER_REDIRECT_URI, VERIFIER_MISSING, VERIFIER_WRONG, VERIFIER_UNEXPECTED ->
                OAuthError.flat(
                        400,
                        "invalid_redirect_uri",
                        "appid/redirect uri/code verifier does not match authorization code. Or authorization code"
                                + " expired. Or external member binding exists");
        };
    }

    private static Answer invalid(int status, String description) {
        return OAuthError.flat(status, "invalid_request", description);
    }
}
