package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.RefreshToken;
import dev.concierge.sandbox.dialect.OAuthError;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.Map;
import java.util.Optional;

/**
 * Google's revocation (field 7): any live token, no client authentication, and it ends everything the person granted to the
 * project, over all its clients.
 */
final class RevokeEndpoint {
    private final Tokens tokens;
    private final KnobBoard knobs;

    RevokeEndpoint(Tokens tokens, KnobBoard knobs) {
        this.tokens = tokens;
        this.knobs = knobs;
    }

    private record Owner(String project, String account, String clientId) {}

    Answer answer(Request request) {
        Parameters form;
        try {
            form = request.form();
        } catch (BadRequest unreadable) {
            return OAuthError.flat(unreadable.status(), "invalid_request", String.valueOf(unreadable.getMessage()));
        }
        var value = form.get("token");
        if (value == null || !form.repeated().isEmpty()) {
            return OAuthError.flat(400, "invalid_request", "One token is needed.");
        }
        return tokens.store()
                .change(() -> owner(value)
                        .map(this::end)
                        .orElseGet(() -> OAuthError.flat(400, "invalid_token", "Token expired or revoked")));
    }

    private Answer end(Owner owner) {
        tokens.grants().end(owner.project(), owner.account());
        return Answer.json(200, Map.of()).outcome("revoked").client(owner.clientId());
    }

    private Optional<Owner> owner(String value) {
        if (tokens.access().worth(value) instanceof Worth.Good(var token)) {
            return Optional.of(new Owner(token.project(), token.account(), token.clientId()));
        }
        return tokens.refresh()
                .find(value)
                .filter(this::alive)
                .map(token -> new Owner(token.project(), token.account(), token.clientId()));
    }

    private boolean alive(RefreshToken token) {
        return tokens.refresh().alive(token, GoogleRefreshRules.now(knobs));
    }
}
