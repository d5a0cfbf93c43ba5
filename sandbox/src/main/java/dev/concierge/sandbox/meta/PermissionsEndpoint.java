package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.meta.MetaTokens.Checked.Good;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.node.JsonNodeFactory;

/** What was agreed to, and how a client takes it back (fields 3 and 7). */
final class PermissionsEndpoint {
    private final GraphApi api;
    private final MetaTokens tokens;
    private final Consents consents;

    PermissionsEndpoint(GraphApi api, MetaTokens tokens, Consents consents) {
        this.api = api;
        this.tokens = tokens;
        this.consents = consents;
    }

    Answer list(Request request) {
        return own(request, (good, _) -> {
            var body = JsonNodeFactory.instance.objectNode();
            var data = body.putArray("data");
            var names = new LinkedHashSet<>(good.grant().scopes());
            names.addAll(consents.declined(good.grant()));
            names.forEach(name ->
                    data.addObject().put("permission", name).put("status", consents.status(good.grant(), name)));
            return Answer.json(200, body);
        });
    }

    /** Removes the app: the whole grant with every token, those of Pages too. */
    Answer removeAll(Request request) {
        return own(request, (_, grant) -> {
            tokens.all().grants().end(grant.project(), grant.account());
            return Answer.json(200, Map.of("success", true)).outcome("revoked");
        });
    }

    /** Takes one permission away; tokens stay, and can do less from now on. */
    Answer removeOne(Request request) {
        return own(request, (_, grant) -> {
            var name = request.variable("permission");
            if (name.equals(MetaPermissions.PUBLIC_PROFILE) || !grant.scopes().contains(name)) {
                return MetaError.parameter("(#100) This permission cannot be revoked: " + name)
                        .answer();
            }
            tokens.all().grants().withdraw(grant, name);
            return Answer.json(200, Map.of("success", true)).outcome("revoked_one");
        });
    }

    /** For the token's own person: {@code me}, or the number that the app knows them by. */
    private Answer own(Request request, BiFunction<Good, Grant, Answer> then) {
        return api.call(request, good -> {
            var token = good.token();
            var person = tokens.shared().people().get(token.account());
            var user = request.variable("user");
            boolean own = user.equals("me") || user.equals(MetaAccount.id(person, token.clientId()));
            boolean page = good.fact().kind() == TokenFact.Kind.PAGE;
            return own && !page
                    ? then.apply(good, good.grant())
                    : new MetaError(100, 33, "Unsupported request. Object does not exist.", "not_found").answer();
        });
    }
}
