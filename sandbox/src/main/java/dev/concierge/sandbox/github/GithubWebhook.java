package dev.concierge.sandbox.github;

import dev.concierge.sandbox.Change;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.things.Thing;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The webhook of the app (field 14): {@code ping}, {@code issues} and {@code repository}. Nothing is told of notifications. */
final class GithubWebhook extends Webhook {
    private static final String SIGNATURE = "X-Hub-Signature-256";
    private static final String HOOK = "471100";

    private final GithubThings form;
    private final People people;

    GithubWebhook(GithubThings form, People people) {
        this.form = form;
        this.people = people;
    }

    /** GitHub does not mind what comes back. */
    @Override
    protected void greet(Setup wanted) {
        var ping = JsonNodeFactory.instance
                .objectNode()
                .put("zen", "Keep it logically awesome.")
                .put("hook_id", Long.parseLong(HOOK));
        send(wanted, SIGNATURE, ping.toString(), headers("ping"));
    }

    void changed(Thing thing, Change change) {
        switch (thing.kind()) {
            case GithubThings.ISSUES -> push("issues", "issue", thing, word(change, "opened"));
            case GithubThings.REPOSITORIES -> push("repository", "repository", thing, word(change, "created"));
            default -> {
                // there is no event for notifications
            }
        }
    }

    private void push(String event, String member, Thing thing, String action) {
        var person = people.get(thing.account());
        var json = form.json(thing, person);
        var body = JsonNodeFactory.instance.objectNode().put("action", action);
        if (json.get("repository") instanceof ObjectNode repository) {
            body.set("repository", repository);
        }
        body.set(member, json);
        body.set("sender", form.owner(person));
        push(SIGNATURE, body.toString(), headers(event));
    }

    private static String word(Change change, String added) {
        return switch (change) {
            case ADDED -> added;
            case CHANGED -> "edited";
            case REMOVED -> "deleted";
        };
    }

    private static Map<String, String> headers(String event) {
        return Map.of(
                "X-GitHub-Event",
                event,
                "X-GitHub-Delivery",
                UUID.randomUUID().toString(),
                "X-GitHub-Hook-ID",
                HOOK,
                "User-Agent",
                "GitHub-Hookshot/sandbox");
    }
}
