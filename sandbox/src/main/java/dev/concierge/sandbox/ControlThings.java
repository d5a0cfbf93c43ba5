package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Adds, changes and removes what somebody has at a provider, and tells how much it is. */
final class ControlThings {
    private final Sandbox sandbox;

    ControlThings(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** {@code {provider, account, kind, action: add|change|remove|count, id, content}}; content in the form of the provider's API. */
    Answer change(ControlBody body) {
        body.only("provider", "account", "kind", "action", "id", "content");
        var things = sandbox.things(body.text("provider"));
        var account = sandbox.people().get(body.text("account")).account();
        var kind = body.text("kind");
        return switch (body.text("action")) {
            case "add" -> told(things.add(account, kind, content(body)));
            case "change" -> told(things.change(account, kind, body.text("id"), content(body)));
            case "remove" -> Answer.json(200, Map.of("removed", things.remove(account, kind, body.text("id"))));
            case "count" -> Answer.json(200, Map.of("count", count(things, account, kind)));
            case String other -> throw new IllegalArgumentException("There is no action " + other + ".");
        };
    }

    private static int count(Things things, String account, String kind) {
        return things.of(account, kind).size();
    }

    private static ObjectNode content(ControlBody body) {
        if (body.json().get("content") instanceof ObjectNode content) {
            return content;
        }
        throw new IllegalArgumentException("content is missing or no object.");
    }

    private static Answer told(Thing thing) {
        return Answer.json(200, Map.of("id", thing.id(), "revision", thing.revision()));
    }
}
