package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.ClientAuthentication.Result;
import dev.concierge.sandbox.Clients;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.dialect.OAuthError;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.function.Function;

/** Who a client of X says it is (field 3): Basic for a confidential one, {@code client_id} in the body for a public one. */
final class TwitterClients {
    static final String NO_HEADER = "Missing valid authorization header";
    static final String DEAD_TOKEN = "Value passed for the token was invalid.";

    private final ClientAuthentication authentication;
    private final Clients clients;
    private final KnobBoard knobs;

    TwitterClients(ClientAuthentication authentication, Clients clients, KnobBoard knobs) {
        this.authentication = authentication;
        this.clients = clients;
        this.knobs = knobs;
    }

    Result of(Request request, Parameters parameters) {
        var id = parameters.get("client_id");
        if (knobs.get(TwitterKnobs.PUBLIC_CLIENT)) {
            return publicClient(request, id == null ? "" : id);
        }
        boolean tolerated = knobs.get(TwitterKnobs.CLIENT_ID_BESIDE_BASIC);
        if (parameters.get("client_secret") != null || (id != null && !tolerated)) {
            return request.basic().isPresent()
                    ? new Result.Unreadable("Credentials of a confidential client belong into the header alone.", id)
                    : new Result.Unreadable(NO_HEADER, id);
        }
        return authentication.ofBasic(request);
    }

    private Result publicClient(Request request, String id) {
        if (request.header("Authorization").isPresent()) {
            return new Result.Unreadable("A public client has no secret.", id);
        }
        return clients.find("twitter", id)
                .<Result>map(Result.Known::new)
                .orElseGet(() -> new Result.Refused("unknown_client", id));
    }

    /** Refuses the client, or lets a readable form through with it. */
    Answer with(Request request, Parameters form, Function<Client, Answer> then) {
        return switch (of(request, form)) {
            case Result.Unreadable(var description, var id) ->
                refused(description).client(id);
            case Result.Refused(var why, var id) ->
                refused(NO_HEADER).because(why).client(id);
            case Result.Known(var client) -> then.apply(client).client(client.id());
        };
    }

    Answer refused(String description) {
        return OAuthError.flat(401, "unauthorized_client", description);
    }
}
