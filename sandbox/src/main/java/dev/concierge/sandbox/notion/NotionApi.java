package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The bot itself, and what its connection may do with its tokens (fields 7 and 8). */
final class NotionApi {
    private final ClientAuthentication authentication;
    private final Tokens tokens;
    private final Bots bots;
    private final Bearer bearer;

    NotionApi(ClientAuthentication authentication, Tokens tokens, Bots bots) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.bots = bots;
        this.bearer = new Bearer(tokens.access(), NotionErrors.REFUSALS);
    }

    Answer me(Request request) {
        return NotionRequests.versionProblem(request)
                .orElseGet(() -> bearer.require(
                        request,
                        Set.of(),
                        "users/me",
                        token -> Answer.json(200, bots.user(token).put("request_id", NotionErrors.requestId()))));
    }

    /** A live access token of the connection that asks. */
    Answer revoke(Request request) {
        return asConnection(
                request,
                (client, value) -> tokens.store()
                        .change(() -> tokens.access().worth(value) instanceof Worth.Good(var token)
                                        && token.clientId().equals(client.id())
                                ? end(token)
                                : NotionErrors.error(400, "invalid_grant", "Invalid token.")));
    }

    private Answer end(AccessToken token) {
        switch (tokens.knobs().get(NotionKnobs.REVOKE_REACH)) {
            case TOKEN -> tokens.access().end(token.value());
            case PAIR -> {
                tokens.access().end(token.value());
                if (!token.family().isEmpty()) {
                    tokens.refresh().endFamily(token.family());
                }
            }
            case GRANT -> tokens.grants().end(token.project(), token.account());
        }
        return Answer.json(200, Map.of("request_id", NotionErrors.requestId())).outcome("revoked");
    }

    Answer introspect(Request request) {
        return asConnection(request, (client, value) -> {
            boolean active = tokens.access().worth(value) instanceof Worth.Good(var token)
                    && token.clientId().equals(client.id());
            return Answer.json(200, Map.of("active", active, "request_id", NotionErrors.requestId()));
        });
    }

    private Answer asConnection(Request request, BiFunction<Client, String, Answer> then) {
        var problem = NotionRequests.problem(request, Set.of("token"), Set.of());
        if (problem.isPresent()) {
            return problem.get();
        }
        return switch (authentication.ofBasic(request)) {
            case Result.Unreadable(var _, var id) -> refused("no_credentials").client(id);
            case Result.Refused(var why, var id) -> refused(why).client(id);
            case Result.Known(var client) -> {
                var value = request.jsonMembers().get("token");
                yield (value == null
                                ? NotionErrors.error(
                                        400,
                                        "validation_error",
                                        "body failed validation: body.token should be defined.")
                                : then.apply(client, value))
                        .client(client.id());
            }
        };
    }

    private static Answer refused(String why) {
        return NotionErrors.error(401, "invalid_client", "Client authentication failed.")
                .because(why);
    }
}
