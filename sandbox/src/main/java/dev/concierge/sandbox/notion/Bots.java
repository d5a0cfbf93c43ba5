package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.dialect.Tokens;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a grant is at Notion: a bot, one for each person, workspace and connection (field 8). */
final class Bots {
    static final String WORKSPACE = "workspace";
    static final String PAGE = "page";
    private static final String IN = " in ";

    private final Tokens tokens;
    private final String address;

    Bots(Tokens tokens, String address) {
        this.tokens = tokens;
        this.address = address;
    }

    /** The name of the grant, which people see among their connections. */
    static String grantName(Client client, Person person, Map<String, List<String>> chosen) {
        return client.project() + IN + workspace(person, chosen).name();
    }

    /** The workspace that was chosen; the first one before that. */
    static Workspace workspace(Person person, Map<String, List<String>> chosen) {
        var all = Workspaces.of(person);
        var id = chosen.getOrDefault(WORKSPACE, List.of(all.getFirst().id())).getFirst();
        return all.stream().filter(each -> each.id().equals(id)).findFirst().orElse(all.getFirst());
    }

    /** Ends the connection in every workspace; false when it was in none. */
    static boolean endAll(Grants grants, String account, Client client) {
        var ended = grants.of(account).stream()
                .filter(grant -> grant.project().startsWith(client.project() + IN))
                .filter(grant -> grants.end(grant.project(), account))
                .toList();
        return !ended.isEmpty();
    }

    /** {@code bot_id}, the workspace and the owner: the part of a token answer that says whose it is. */
    ObjectNode described(AccessToken token) {
        var person = subject(token);
        var workspace = workspace(token);
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("bot_id", id(token))
                .put("workspace_id", workspace.id())
                .put("workspace_name", workspace.name())
                .put("workspace_icon", workspace.icon());
        body.set("owner", owner(person, token));
        return body;
    }

    /** The bot as a user of the workspace: {@code GET /v1/users/me}. */
    ObjectNode user(AccessToken token) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("object", "user")
                .put("id", id(token))
                .put("name", token.project().substring(0, token.project().lastIndexOf(IN)))
                .putNull("avatar_url")
                .put("type", "bot");
        var bot = body.putObject("bot");
        bot.set("owner", owner(subject(token), token));
        bot.put("workspace_id", workspace(token).id())
                .put("workspace_name", workspace(token).name());
        return body;
    }

    private String id(AccessToken token) {
        var owner = tokens.knobs().get(Knobs.WRONG_SUBJECT) ? "nobody" : token.subject();
        return id(token.project(), owner);
    }

    /** The bot of a grant. */
    static String id(String project, String account) {
        return Workspaces.uuid("bot " + project + " " + account);
    }

    private ObjectNode owner(Person person, AccessToken token) {
        var owner = JsonNodeFactory.instance.objectNode();
        if (tokens.knobs().get(NotionKnobs.OWNER_IS_WORKSPACE)) {
            return owner.put("type", "workspace").put("workspace", true);
        }
        var user = owner.put("type", "user")
                .putObject("user")
                .put("object", "user")
                .put("id", Workspaces.uuid("user " + person.account()));
        boolean email = token.scopes().contains(Capabilities.USER_WITH_EMAIL);
        if (email || token.scopes().contains("read_user_without_email")) {
            user.put("name", person.name())
                    .put("avatar_url", address + "/avatars/" + person.position() + ".png")
                    .put("type", "person");
            var details = user.putObject("person");
            if (email) {
                details.put("email", person.account());
            }
        }
        return owner;
    }

    private Workspace workspace(AccessToken token) {
        var chosen = tokens.grants()
                .find(token.project(), token.account())
                .map(Grant::choices)
                .orElse(Map.of());
        return workspace(tokens.shared().people().get(token.account()), chosen);
    }

    private Person subject(AccessToken token) {
        return tokens.shared().people().get(token.subject());
    }
}
