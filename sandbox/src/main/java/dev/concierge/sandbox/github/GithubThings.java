package dev.concierge.sandbox.github;

import dev.concierge.sandbox.MergePatch;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Repositories, issues and notifications as GitHub writes them (field 15). */
final class GithubThings {
    static final String REPOSITORIES = "repositories";
    static final String ISSUES = "issues";
    static final String NOTIFICATIONS = "notifications";

    private static final int IDS_PER_PERSON = 1_000_000;

    private final String origin;

    GithubThings(String origin) {
        this.origin = origin;
    }

    static Things create(String provider, Store store, Clock clock, People people) {
        return new Things(
                provider,
                store,
                clock,
                Set.of(REPOSITORIES, ISSUES, NOTIFICATIONS),
                (account, _, revision) ->
                        Long.toString(GithubAccounts.id(people.get(account)) * IDS_PER_PERSON + revision),
                new GithubSeed(people, clock)::sow);
    }

    ObjectNode json(Thing thing, Person person) {
        var usual = switch (thing.kind()) {
            case REPOSITORIES -> repository(thing, person);
            case ISSUES -> issue(thing, person);
            default -> notification(thing, person);
        };
        return (ObjectNode) MergePatch.apply(usual, thing.content());
    }

    private ObjectNode repository(Thing thing, Person person) {
        var repository = ownRepository(thing.text("name"), person)
                .put("id", Long.parseLong(thing.id()))
                .put("private", false)
                .put("fork", false)
                .putNull("description")
                .put("default_branch", "main")
                .put("open_issues_count", 0)
                .put("stargazers_count", 0)
                .put("archived", false);
        times(repository, thing).put("pushed_at", time(thing.updatedAt()));
        return repository;
    }

    private ObjectNode issue(Thing thing, Person person) {
        var name = thing.content().path("repository").path("name").asString("notes");
        var link = origin + "/" + GithubAccounts.login(person) + "/" + name + "/issues/"
                + thing.content().path("number").asLong(thing.revision());
        var issue = object().put("id", Long.parseLong(thing.id()))
                .put("node_id", "I_" + thing.id())
                .put("number", thing.revision())
                .put("html_url", link)
                .put("title", "")
                .put("state", "open")
                .put("comments", 0)
                .putNull("body");
        issue.set("user", owner(person));
        issue.putArray("labels");
        issue.putArray("assignees").add(owner(person));
        issue.set("repository", ownRepository(name, person));
        return times(issue, thing).putNull("closed_at");
    }

    private ObjectNode notification(Thing thing, Person person) {
        var name = thing.content().path("repository").path("name").asString("notes");
        var notification = object().put("id", thing.id())
                .put("unread", true)
                .put("reason", "subscribed")
                .put("updated_at", time(thing.updatedAt()))
                .putNull("last_read_at")
                .put("url", origin + "/api/notifications/threads/" + thing.id());
        notification.putObject("subject").put("title", "").putNull("url").put("type", "Issue");
        notification.set("repository", ownRepository(name, person));
        return notification;
    }

    private ObjectNode ownRepository(String name, Person person) {
        var full = GithubAccounts.login(person) + "/" + name;
        var repository = object().put("name", name).put("full_name", full).put("html_url", origin + "/" + full);
        repository.set("owner", owner(person));
        return repository;
    }

    /** Somebody, as things name them. */
    ObjectNode owner(Person person) {
        return object().put("login", GithubAccounts.login(person))
                .put("id", GithubAccounts.id(person))
                .put("type", "User")
                .put("html_url", origin + "/" + GithubAccounts.login(person));
    }

    private static ObjectNode times(ObjectNode json, Thing thing) {
        return json.put("created_at", time(thing.createdAt())).put("updated_at", time(thing.updatedAt()));
    }

    /** Seconds, and no parts of them. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
