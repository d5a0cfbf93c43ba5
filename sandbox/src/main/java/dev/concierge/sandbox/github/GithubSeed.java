package dev.concierge.sandbox.github;

import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.things.Things;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody has at GitHub at the beginning, the same for the same account; those with a job have more than a page of it. */
final class GithubSeed {
    private static final List<String> REPOSITORIES =
            List.of("dotfiles", "notes", "invoice-tool", "weather-station", "recipes", "hausverwaltung", "payroll");
    /** Which of them others may see. */
    private static final int PUBLIC = 4;

    private static final List<String> TITLES = List.of(
            "Crash when the list is empty",
            "Umlauts in file names: Größe.txt",
            "Add a dark theme",
            "<script>alert('x')</script> is shown as it is",
            "Support for Tiếng Việt",
            "Flaky test on Mondays",
            "Documentation: first steps 🚀");
    private static final List<String> REASONS = List.of("subscribed", "mention", "review_requested", "assign");
    private static final int ISSUES_AT_WORK = 130;
    private static final int NOTIFICATIONS_AT_WORK = 60;
    private static final int AT_HOME = 8;

    private final People people;
    private final Clock clock;

    GithubSeed(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    void sow(Things things, String account) {
        people.find(account).ifPresent(person -> sow(things, person));
    }

    private void sow(Things things, Person person) {
        boolean works = person.hostedDomain() != null;
        for (int i = 0; i < REPOSITORIES.size(); i++) {
            things.add(person.account(), GithubThings.REPOSITORIES, repository(i), daysAgo(900 - i * 100));
        }
        for (int i = 0; i < (works ? ISSUES_AT_WORK : AT_HOME); i++) {
            things.add(person.account(), GithubThings.ISSUES, issue(i), daysAgo(200 - i));
        }
        for (int i = 0; i < (works ? NOTIFICATIONS_AT_WORK : AT_HOME); i++) {
            things.add(person.account(), GithubThings.NOTIFICATIONS, notification(i), daysAgo(90 - i));
        }
    }

    private static ObjectNode repository(int index) {
        return object().put("name", REPOSITORIES.get(index))
                .put("private", index >= PUBLIC)
                .put("description", "What I keep about " + REPOSITORIES.get(index))
                .put("language", index % 2 == 0 ? "Java" : "Python");
    }

    private static ObjectNode issue(int index) {
        var issue = object().put("title", title(index))
                .put("number", index + 1)
                .put("state", index % 3 == 0 ? "closed" : "open")
                .put("body", "Seen in version " + index + ".");
        issue.putObject("repository").put("name", repositoryOf(index));
        if (index % 5 == 0) {
            issue.putObject("pull_request").put("url", "https://api.github.example/pulls/" + index);
        }
        return issue;
    }

    private static ObjectNode notification(int index) {
        var notification =
                object().put("reason", REASONS.get(index % REASONS.size())).put("unread", index % 2 == 0);
        notification.putObject("subject").put("title", title(index)).put("type", "Issue");
        notification.putObject("repository").put("name", repositoryOf(index));
        return notification;
    }

    private static String title(int index) {
        return TITLES.get(index % TITLES.size()) + " (" + (index + 1) + ")";
    }

    private static String repositoryOf(int index) {
        return REPOSITORIES.get(index % REPOSITORIES.size());
    }

    private Instant daysAgo(long days) {
        return clock.instant().minus(Duration.ofDays(Math.max(days, 1)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
