package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Request;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code /applications/{client_id}/token} and {@code …/grant} (field 7): what an app may do with tokens that it got. Basic with
 * the app's own credentials, the token in a JSON body. A token that is dead, or another app's, is not found.
 */
final class ApplicationsEndpoint {
    private final ClientAuthentication authentication;
    private final Tokens tokens;
    private final LastUse lastUse;

    ApplicationsEndpoint(ClientAuthentication authentication, Tokens tokens, LastUse lastUse) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.lastUse = lastUse;
    }

    /** Ends the whole authorization, every token of the person at this app. */
    Answer deleteGrant(Request request) {
        return with(request, token -> {
            tokens.grants().end(token.project(), token.account());
            return Answer.of(204, "application/json; charset=utf-8", "").outcome("revoked");
        });
    }

    /** Ends one token with what renews it; the person's consent stays. */
    Answer deleteToken(Request request) {
        return with(request, token -> {
            if (token.family().isEmpty()) {
                tokens.access().end(token.value());
            } else {
                tokens.refresh().endFamily(token.family());
            }
            return Answer.of(204, "application/json; charset=utf-8", "").outcome("token_deleted");
        });
    }

    Answer checkToken(Request request) {
        return with(request, token -> {
            var body = JsonNodeFactory.instance.objectNode().put("token", token.value());
            token.scopes().forEach(body.putArray("scopes")::add);
            var end = token.expiresAt().equals(AccessToken.NEVER)
                    ? null
                    : token.expiresAt().toString();
            body.put("expires_at", end);
            var owner = tokens.shared().people().get(token.account());
            body.putObject("user").put("login", GithubAccounts.login(owner)).put("id", GithubAccounts.id(owner));
            return Answer.json(200, body);
        });
    }

    private Answer with(Request request, Function<AccessToken, Answer> then) {
        return switch (authentication.ofBasic(request)) {
            case Result.Unreadable(var _, var id) -> refused("no_credentials").client(id);
            case Result.Refused(var why, var id) -> refused(why).client(id);
            case Result.Known(var client)
            when !client.id().equals(request.variable("client")) ->
                GithubErrors.notFound().because("other_client").client(client.id());
            case Result.Known(var client) -> token(request, client, then).client(client.id());
        };
    }

    private Answer token(Request request, Client client, Function<AccessToken, Answer> then) {
        String value;
        try {
            value = request.jsonMembers().get("access_token");
        } catch (BadRequest _) {
            return GithubErrors.error(400, "Problems parsing JSON").outcome("bad_request");
        }
        if (value == null) {
            return GithubErrors.error(422, "Invalid request. \"access_token\" wasn't supplied.")
                    .outcome("validation_failed");
        }
        lastUse.endUnused(value);
        return tokens.store()
                .change(() -> tokens.access().worth(value) instanceof Worth.Good(var token)
                                && token.clientId().equals(client.id())
                        ? then.apply(token)
                        : GithubErrors.notFound());
    }

    private static Answer refused(String why) {
        return GithubErrors.error(401, "Bad credentials")
                .outcome("invalid_client")
                .because(why);
    }
}
