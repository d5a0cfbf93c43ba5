package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
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

/** X's token endpoint (fields 3, 5, 6, 10). A dead refresh token and a dead code are both {@code invalid_request}. */
final class TwitterTokenAnswers implements TokenDialect {
    private final TwitterClients clients;
    private final Tokens tokens;
    private final KnobBoard knobs;

    TwitterTokenAnswers(TwitterClients clients, Tokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
        this.knobs = tokens.knobs();
    }

    @Override
    public Result client(Request request, Parameters parameters) {
        return clients.of(request, parameters);
    }

    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return code.offline();
    }

    @Override
    public RefreshRules refreshRules() {
        var life = Duration.ofSeconds(knobs.get(TwitterKnobs.REFRESH_TOKEN_LIFE_SECONDS));
        return RefreshRules.of(
                knobs, (token, now) -> now.isBefore(token.issuedAt().plus(life)) ? null : "expired");
    }

    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        return tokens.usualEnd();
    }

    @Override
    public Answer issued(Request request, Issued issued) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "bearer")
                .put("expires_in", tokens.secondsLeft(issued.access()))
                .put("access_token", issued.access().value())
                .put("scope", String.join(" ", issued.access().scopes()));
        var refresh = issued.refresh();
        if (refresh != null) {
            body.put("refresh_token", refresh.value());
        }
        return Answer.json(200, body);
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        return switch (problem) {
            case TokenProblem.Unreadable(var status, var said) -> OAuthError.flat(status, "invalid_request", said);
            case TokenProblem.Repeated() -> invalid("A parameter came more than once.");
            case TokenProblem.NoClient(var description, var _) -> clients.refused(description);
            case TokenProblem.ClientRefused _ -> clients.refused(TwitterClients.NO_HEADER);
            case TokenProblem.Missing(var parameter) -> invalid("Missing required parameter [" + parameter + "].");
            case TokenProblem.UnknownGrantType _ ->
                OAuthError.flat(400, "unsupported_grant_type", "The grant type is not supported.");
            case TokenProblem.CodeRefused(var why) -> invalid(code(why));
            case TokenProblem.RefreshRefused _ ->
                knobs.get(TwitterKnobs.DEAD_TOKEN_IS_INVALID_GRANT)
                        ? OAuthError.flat(400, "invalid_grant", TwitterClients.DEAD_TOKEN)
                        : invalid(TwitterClients.DEAD_TOKEN);
            case TokenProblem.WiderScope() -> OAuthError.flat(400, "invalid_scope", "The scope was not granted.");
            case TokenProblem.NotAllowed(var error) -> OAuthError.flat(400, error, "");
        };
    }

    private static String code(Codes.Reason why) {
        return switch (why) {
            case UNKNOWN, OTHER_CLIENT, USED, EXPIRED, GRANT_ENDED ->
                "Value passed for the authorization code was invalid.";
            case OTHER_REDIRECT_URI ->
                "Value passed for the redirect uri did not match the uri of the authorization code.";
            case VERIFIER_MISSING -> "Missing required parameter [code_verifier].";
            case VERIFIER_WRONG, VERIFIER_UNEXPECTED ->
                "Value passed for the code verifier did not match the code challenge.";
        };
    }

    private static Answer invalid(String description) {
        return OAuthError.flat(400, "invalid_request", description);
    }
}
