package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.dialect.OAuthError;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.Map;

/** X's revocation (field 7): one token, access or refresh, of the client that asks. Its pair lives on. */
final class RevokeEndpoint {
    private final TwitterClients clients;
    private final TwitterTokenAnswers answers;
    private final Tokens tokens;

    RevokeEndpoint(TwitterClients clients, TwitterTokenAnswers answers, Tokens tokens) {
        this.clients = clients;
        this.answers = answers;
        this.tokens = tokens;
    }

    Answer answer(Request request) {
        Parameters form;
        try {
            form = request.form();
        } catch (BadRequest unreadable) {
            return OAuthError.flat(unreadable.status(), "invalid_request", String.valueOf(unreadable.getMessage()));
        }
        return clients.with(request, form, client -> {
            var value = form.get("token");
            return value == null || !form.repeated().isEmpty()
                    ? OAuthError.flat(400, "invalid_request", "Missing required parameter [token].")
                    : tokens.store().change(() -> revoke(value, client));
        });
    }

    private Answer revoke(String value, Client client) {
        if (tokens.access().worth(value) instanceof Worth.Good(var token)
                && token.clientId().equals(client.id())) {
            tokens.access().end(value);
            return ended(token.family());
        }
        var refresh = tokens.refresh().find(value).orElse(null);
        if (refresh != null
                && refresh.clientId().equals(client.id())
                && tokens.refresh().alive(refresh, answers.refreshRules())) {
            tokens.refresh().end(value);
            return ended(refresh.family());
        }
        return OAuthError.flat(400, "invalid_request", TwitterClients.DEAD_TOKEN);
    }

    private Answer ended(String family) {
        if (tokens.knobs().get(TwitterKnobs.REVOKE_ENDS_PAIR) && !family.isEmpty()) {
            tokens.refresh().endFamily(family);
        }
        return Answer.json(200, Map.of("revoked", true)).outcome("revoked");
    }
}
