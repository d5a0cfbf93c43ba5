package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.dialect.OAuthError;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;

/**
 * LinkedIn's revocation (field 7), which many programs use and no guide has: form with credentials and an access token, 200
 * without a body. Ends that token with what renews it.
 */
final class RevokeEndpoint {
    private final ClientAuthentication authentication;
    private final Tokens tokens;

    RevokeEndpoint(ClientAuthentication authentication, Tokens tokens) {
        this.authentication = authentication;
        this.tokens = tokens;
    }

    Answer answer(Request request) {
        if (tokens.knobs().get(LinkedinKnobs.NO_REVOCATION)) {
            return Answer.text(404, "").outcome("not_found");
        }
        try {
            return answer(request.form());
        } catch (BadRequest unreadable) {
            return OAuthError.flat(unreadable.status(), "invalid_request", String.valueOf(unreadable.getMessage()));
        }
    }

    private Answer answer(Parameters form) {
        return switch (authentication.ofParameters(form)) {
            case Result.Unreadable(var description, var id) ->
                OAuthError.flat(400, "invalid_request", description).client(id);
            case Result.Refused(var why, var id) ->
                OAuthError.flat(401, "invalid_client", "Client authentication failed")
                        .because(why)
                        .client(id);
            case Result.Known(var client) ->
                tokens.store()
                        .change(() -> tokens.access().worth(form.get("token")) instanceof Worth.Good(var token)
                                        && token.clientId().equals(client.id())
                                ? end(token)
                                : OAuthError.flat(400, "invalid_request", LinkedinTokenAnswers.DEAD))
                        .client(client.id());
        };
    }

    private Answer end(AccessToken token) {
        tokens.access().end(token.value());
        if (!token.family().isEmpty()) {
            tokens.refresh().endFamily(token.family());
        }
        return Answer.text(200, "").outcome("revoked");
    }
}
