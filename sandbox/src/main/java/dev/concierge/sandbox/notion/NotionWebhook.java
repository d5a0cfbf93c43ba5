package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.Change;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.dialect.Pushing;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.entries.Entry;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/** The subscription of a connection (field 14): ids and nothing of what stands anywhere, with the bots that may see it. */
final class NotionWebhook extends Webhook {
    private static final String SIGNATURE = "X-Notion-Signature";
    private static final String SUBSCRIPTION = Workspaces.uuid("subscription");

    private final People people;
    private final Grants grants;

    NotionWebhook(People people, Grants grants) {
        this.people = people;
        this.grants = grants;
    }

    /** Notion sends its verification token once, unsigned, for somebody to paste it back; here the secret is that token. */
    @Override
    protected void greet(Setup wanted) {
        var body = JsonNodeFactory.instance.objectNode().put("verification_token", wanted.secret());
        Pushing.send(Pushing.to(wanted.address())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** Only of what some connection was given. */
    void changed(Entry entry, Change change) {
        var seenBy = grants.of(entry.account()).stream()
                .filter(grant ->
                        grant.choices().getOrDefault(Bots.PAGE, List.of()).contains(entry.place()))
                .toList();
        if (!seenBy.isEmpty()) {
            push(SIGNATURE, body(entry, change, seenBy), Map.of("User-Agent", "notion-webhooks/sandbox"));
        }
    }

    private String body(Entry entry, Change change, List<Grant> seenBy) {
        var workspace =
                Bots.workspace(people.get(entry.account()), seenBy.getFirst().choices());
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("id", UUID.randomUUID().toString())
                .put("timestamp", entry.updatedAt().toString())
                .put("workspace_id", workspace.id())
                .put("workspace_name", workspace.name())
                .put("subscription_id", SUBSCRIPTION)
                .put("integration_id", Workspaces.uuid("integration"))
                .put("type", entry.kind() + "." + word(change))
                .put("attempt_number", 1)
                .put("api_version", "2026-03-11");
        body.putArray("authors")
                .addObject()
                .put("id", Workspaces.uuid("user " + entry.account()))
                .put("type", "person");
        var bots = body.putArray("accessible_by");
        seenBy.forEach(grant -> bots.addObject()
                .put("id", Bots.id(grant.project(), entry.account()))
                .put("type", "bot"));
        body.putObject("entity").put("id", entry.id()).put("type", entry.kind());
        body.putObject("data").putObject("parent").put("id", entry.place()).put("type", "page");
        return body.toString();
    }

    private static String word(Change change) {
        return switch (change) {
            case ADDED -> "created";
            case CHANGED -> "content_updated";
            case REMOVED -> "deleted";
        };
    }
}
