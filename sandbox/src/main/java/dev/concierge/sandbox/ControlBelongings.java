package dev.concierge.sandbox;

import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.http.Answer;
import java.util.Map;

/** Adds, changes and takes away somebody's files, messages, videos and the like. */
final class ControlBelongings {
    private final Sandbox sandbox;

    ControlBelongings(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * {@code {provider, kind, account, action: add|change|remove, id, content}}. The content is an object in the provider's form; for a change it is
     * a merge patch (RFC 7396).
     */
    Answer change(ControlBody body) {
        body.only("provider", "kind", "account", "action", "id", "content");
        var things = sandbox.belongings(
                body.text("provider", Sandbox.FIRST_PROVIDER), body.text("kind"), body.text("account"));
        return switch (body.text("action")) {
            case "add" -> told(things.add(body.object("content")));
            case "change" -> told(things.change(body.text("id"), body.object("content")));
            case "remove" -> Answer.json(200, Map.of("removed", things.remove(body.text("id"))));
            case String other -> throw new IllegalArgumentException("There is no action " + other + ".");
        };
    }

    private static Answer told(Belonging thing) {
        return Answer.json(200, Map.of("id", thing.id(), "revision", thing.revision()));
    }
}
