package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.meta.MetaTokens.Checked.Bad;
import dev.concierge.sandbox.meta.MetaTokens.Checked.Good;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /debug_token}: what a token is, told to its app alone. */
final class DebugToken {
    private final GraphApi api;
    private final MetaTokens tokens;
    private final Consents consents;

    DebugToken(GraphApi api, MetaTokens tokens, Consents consents) {
        this.api = api;
        this.tokens = tokens;
        this.consents = consents;
    }

    Answer answer(Request request) {
        var app = api.app(GraphApi.token(request)).orElse(null);
        var input = request.query().get("input_token");
        if (app == null) {
            return MetaError.NOT_AN_APP_TOKEN.answer();
        }
        if (input == null) {
            return MetaError.parameter("(#100) The parameter input_token is required")
                    .answer();
        }
        return tokens.shared().store().change(() -> switch (tokens.check(input)) {
            case Bad(var error, var _, var client)
            when client.isEmpty() || client.equals(app.id()) ->
                told(bad(error, app)).client(app.id());
            case Good good
            when good.token().clientId().equals(app.id()) ->
                told(good(good, app)).client(app.id());
            case Bad _, Good _ ->
                MetaError.NOT_AN_APP_TOKEN.answer().because("other_client").client(app.id());
        });
    }

    private static Answer told(ObjectNode data) {
        var body = JsonNodeFactory.instance.objectNode();
        body.set("data", data);
        return Answer.json(200, body);
    }

    private static ObjectNode bad(MetaError error, Client app) {
        var data = JsonNodeFactory.instance.objectNode().put("app_id", app.id()).put("is_valid", false);
        var inner = data.putObject("error").put("code", error.code()).put("message", error.message());
        if (error.subcode() != 0) {
            inner.put("subcode", error.subcode());
        }
        data.putArray("scopes");
        return data;
    }

    private ObjectNode good(Good good, Client app) {
        var token = good.token();
        boolean page = good.fact().kind() == TokenFact.Kind.PAGE;
        var person = tokens.shared().people().get(token.account());
        boolean endless = token.expiresAt().equals(AccessToken.NEVER);
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("app_id", app.id())
                .put("type", page ? "PAGE" : "USER")
                .put("application", app.project())
                .put(
                        "data_access_expires_at",
                        consents.dataAccessEnd(good.grant()).getEpochSecond())
                .put("expires_at", endless ? 0 : token.expiresAt().getEpochSecond())
                .put("is_valid", true)
                .put("issued_at", good.fact().issuedAt().getEpochSecond());
        if (page) {
            data.put("profile_id", token.subject());
        }
        var scopes = data.putArray("scopes");
        var granular = data.putArray("granular_scopes");
        good.grant().scopes().stream()
                .filter(name -> consents.holds(good.grant(), name))
                .forEach(name -> {
                    scopes.add(name);
                    if (MetaPermissions.isAboutPages(name)) {
                        var targets = granular.addObject().put("scope", name).putArray("target_ids");
                        consents.pages(good.grant()).forEach(targets::add);
                    }
                });
        return data.put("user_id", MetaAccount.id(person, app.id()));
    }
}
