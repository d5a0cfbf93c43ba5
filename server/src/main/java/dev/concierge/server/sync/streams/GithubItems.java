package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads repositories, issues (pull requests are issues, too) and notifications of GitHub's REST API. */
final class GithubItems {
    private GithubItems() {}

    static Item repository(JsonNode repository) {
        return item(
                repository,
                Item.Summary.of(Items.required(repository, "full_name"))
                        .at(firstTime(repository, "pushed_at", "created_at"))
                        .with(repository.path("owner").path("login").asString(""))
                        .link(Items.link(repository.path("html_url")))
                        .text(repository.path("description").asString("") + " "
                                + repository.path("language").asString("")));
    }

    static Item issue(JsonNode issue) {
        return item(
                issue,
                Item.Summary.of(Items.required(issue, "title"))
                        .at(firstTime(issue, "updated_at", "created_at"))
                        .with(people(issue))
                        .link(Items.link(issue.path("html_url")))
                        .text(issue.path("repository").path("full_name").asString("") + " "
                                + issue.path("body").asString("")));
    }

    static Item notification(JsonNode notification) {
        JsonNode subject = notification.path("subject");
        JsonNode repository = notification.path("repository");
        return item(
                notification,
                Item.Summary.of(Items.required(subject, "title"))
                        .at(firstTime(notification, "updated_at"))
                        .with(repository.path("owner").path("login").asString(""))
                        .link(Items.link(repository.path("html_url")))
                        .text(repository.path("full_name").asString("") + " "
                                + subject.path("type").asString("") + " "
                                + notification.path("reason").asString("")));
    }

    private static Item item(JsonNode node, Item.Summary summary) {
        return new Item.Present("", node.path("id").asString(""), node, summary);
    }

    private static @org.jspecify.annotations.Nullable Instant firstTime(JsonNode node, String... members) {
        for (String member : members) {
            Instant time = Items.time(node.path(member));
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    /** Who wrote it, then who has to do with it. */
    private static List<String> people(JsonNode issue) {
        List<String> people = new ArrayList<>();
        person(people, issue.path("user"));
        issue.path("assignees").forEach(assignee -> person(people, assignee));
        return people.stream().distinct().toList();
    }

    private static void person(List<String> people, JsonNode person) {
        String login = person.path("login").asString("");
        if (!login.isEmpty()) {
            people.add(login);
        }
    }
}
