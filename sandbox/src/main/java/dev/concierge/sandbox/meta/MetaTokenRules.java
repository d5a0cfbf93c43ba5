package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.dialect.Issued;
import dev.concierge.sandbox.dialect.TokenDialect;
import dev.concierge.sandbox.dialect.TokenProblem;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Meta's token endpoint (fields 3 and 6): GET with everything in the query, or a POST with a form; a code gives a short token,
 * a live token gives a long one, and nothing else ever gives any.
 */
final class MetaTokenRules implements TokenDialect {
    private final ClientAuthentication authentication;
    private final MetaTokens tokens;

    MetaTokenRules(ClientAuthentication authentication, MetaTokens tokens) {
        this.authentication = authentication;
        this.tokens = tokens;
    }

    @Override
    public Parameters read(Request request) {
        return request.method().equals("POST") ? request.form() : request.query();
    }

    @Override
    public Result client(Request request, Parameters parameters) {
        return authentication.ofParameters(parameters);
    }

    @Override
    public String impliedGrantType() {
        return "authorization_code";
    }

    @Override
    public boolean earnsRefreshToken(Code code, Grant grant) {
        return false;
    }

    /** There are none. */
    @Override
    public RefreshRules refreshRules() {
        return RefreshRules.of(tokens.knobs(), (_, _) -> null);
    }

    @Override
    public Instant accessEnd(List<String> scopes, @Nullable RefreshToken refresh) {
        return tokens.all().usualEnd();
    }

    @Override
    public void made(AccessToken token) {
        tokens.isShort(token);
    }

    @Override
    public Optional<Answer> otherGrant(String type, Request request, Parameters parameters, Client client) {
        return type.equals("fb_exchange_token") ? Optional.of(exchange(parameters, client)) : Optional.empty();
    }

    /** Field 6: only while the token lives; Page tokens are not exchanged. */
    private Answer exchange(Parameters parameters, Client client) {
        var value = parameters.get("fb_exchange_token");
        if (value == null) {
            return MetaError.parameter("fb_exchange_token is missing.").answer();
        }
        return tokens.shared().store().change(() -> switch (tokens.check(value)) {
            case MetaTokens.Checked.Bad(var error, var why, var _) ->
                error.answer().because(why);
            case MetaTokens.Checked.Good good
            when !good.token().clientId().equals(client.id()) ->
                MetaError.UNKNOWN_TOKEN.answer().because("other_client");
            case MetaTokens.Checked.Good good
            when good.fact().kind() == TokenFact.Kind.PAGE ->
                MetaError.UNKNOWN_TOKEN.answer().because("page_token");
            case MetaTokens.Checked.Good good -> told(tokens.extend(good)).outcome("refreshed");
        });
    }

    @Override
    public Answer issued(Request request, Issued issued) {
        return told(issued.access());
    }

    /** No {@code scope}, no {@code refresh_token} (field 3). */
    private Answer told(AccessToken token) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", token.value())
                .put("token_type", "bearer");
        boolean silent = tokens.fact(token).kind() == TokenFact.Kind.LONG
                && tokens.knobs().get(MetaKnobs.OMIT_EXPIRES_IN);
        if (!silent) {
            body.put("expires_in", tokens.secondsLeft(token));
        }
        return Answer.json(200, body).with("Cache-Control", "no-store");
    }

    @Override
    public Answer refused(Request request, TokenProblem problem) {
        var error = switch (problem) {
            case TokenProblem.Unreadable(var _, var description) -> MetaError.parameter(description);
            case TokenProblem.Repeated _ -> MetaError.parameter("A parameter came more than once.");
            case TokenProblem.NoClient(var _, var id) ->
                MetaError.parameter(id == null ? "Missing client_id parameter." : "Missing client_secret parameter.");
            case TokenProblem.ClientRefused(var why, var _) ->
                why.equals("unknown_client") ? MetaError.APP_UNKNOWN : MetaError.SECRET_WRONG;
            case TokenProblem.Missing(var name) -> MetaError.parameter("Missing " + name + " parameter.");
            case TokenProblem.UnknownGrantType(var type) -> MetaError.parameter("Unknown grant_type " + type + ".");
            case TokenProblem.CodeRefused(var reason) -> refusal(reason);
            case TokenProblem.RefreshRefused _ -> MetaError.parameter("There are no refresh tokens.");
            case TokenProblem.WiderScope _, TokenProblem.NotAllowed _ -> MetaError.parameter("Not allowed.");
        };
        return error.answer();
    }

    private static MetaError refusal(Codes.Reason reason) {
        return switch (reason) {
            case USED -> MetaError.CODE_USED;
            case EXPIRED -> MetaError.CODE_EXPIRED;
            case OTHER_REDIRECT_URI -> MetaError.OTHER_REDIRECT_URI;
            case GRANT_ENDED -> MetaError.APP_REMOVED;
            case UNKNOWN, OTHER_CLIENT, VERIFIER_MISSING, VERIFIER_WRONG, VERIFIER_UNEXPECTED -> MetaError.CODE_INVALID;
        };
    }
}
