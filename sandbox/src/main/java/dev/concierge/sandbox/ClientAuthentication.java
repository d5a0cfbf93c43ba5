package dev.concierge.sandbox;

import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is at a token endpoint: secret in the form or by Basic (RFC 6749 section 2.3.1), never both. The
 * query is not looked at.
 */
public final class ClientAuthentication {
    private final String provider;
    private final Clients clients;
    private final KnobBoard knobs;

    public ClientAuthentication(String provider, Shared shared, KnobBoard knobs) {
        this.provider = provider;
        this.clients = shared.clients();
        this.knobs = knobs;
    }

    public sealed interface Result {
        record Known(Client client) implements Result {}

        /** No credentials, two sets of them, or no secret: {@code invalid_request}. */
        record Unreadable(String description, @Nullable String clientId) implements Result {}

        /** No such client, or not its secret: {@code invalid_client}. */
        record Refused(String why, @Nullable String clientId) implements Result {}
    }

    public Result of(Request request, Parameters form) {
        if (request.header("Authorization").isEmpty()) {
            return check(form.get("client_id"), form.get("client_secret"));
        }
        var basic = request.basic().orElse(null);
        if (basic == null) {
            return new Result.Refused("unreadable_authorization", form.get("client_id"));
        }
        if (form.get("client_secret") != null) {
            return new Result.Unreadable("More than one client authentication.", form.get("client_id"));
        }
        try {
            var decoded = basic.formDecoded();
            var inForm = form.get("client_id");
            return inForm == null || inForm.equals(decoded.user())
                    ? check(decoded.user(), decoded.password())
                    : new Result.Unreadable("Two client ids.", inForm);
        } catch (BadRequest _) {
            return new Result.Refused("unreadable_authorization", null);
        }
    }

    /** From {@code client_id} and {@code client_secret} among the parameters; a provider that takes nothing else. */
    public Result ofParameters(Parameters parameters) {
        return check(parameters.get("client_id"), parameters.get("client_secret"));
    }

    /** From Basic alone, both parts taken as they are: {@code base64(id:secret)}; a provider that takes nothing else. */
    public Result ofBasic(Request request) {
        return request.basic()
                .map(basic -> check(basic.user(), basic.password()))
                .orElseGet(() -> new Result.Unreadable("Missing valid authorization header", null));
    }

    private Result check(@Nullable String id, @Nullable String secret) {
        if (id == null) {
            return new Result.Unreadable("Could not determine client ID from request.", null);
        }
        var client = clients.find(provider, id).orElse(null);
        if (client == null) {
            return new Result.Refused("unknown_client", id);
        }
        if (secret == null) {
            return new Result.Unreadable("client_secret is missing.", id);
        }
        if (knobs.get(Knobs.CLIENT_SECRET_EXPIRED)) {
            return new Result.Refused("secret_expired", id);
        }
        return Clients.secretIs(client, secret) ? new Result.Known(client) : new Result.Refused("wrong_secret", id);
    }
}
