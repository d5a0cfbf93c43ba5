package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers in the form of GitHub's REST API, version 2022-11-28: arrays, the next page in {@code Link}. */
abstract class GithubCase implements StreamCase {
    private final String path;

    GithubCase(String path) {
        this.path = path;
    }

    /** One item; its title tells one version of it from another. */
    abstract String item(int id, String title);

    @Override
    public List<Step> firstRun() {
        return List.of(page(2, item(1, "One"), item(2, "Two")), page(3, item(3, "Three")), page(0, item(4, "Four")));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(page(2, item(1, "One, mended"), item(3, "Three")), page(0, item(4, "Four"), item(5, "Five")));
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(page(0, item(1, "One"), item(2, "Two"), item(3, "Three"), item(4, "Four")));
    }

    @Override
    public List<Step> tooOld() {
        return List.of(page(2, item(1, "One"), item(3, "Three")), page(0, item(4, "Four"), item(6, "Six")));
    }

    @Override
    public List<Step> malformed() {
        return List.of(
                page(2, item(1, "One"), "{\"title\":\"no number\"}", item(2, "Two")),
                page(0, item(3, "Three"), item(4, "Four")));
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                page(2, item(1, "One"), item(2, "Two"), item(1, "One")),
                page(0, item(2, "Two"), item(3, "Three"), item(4, "Four")));
    }

    @Override
    public List<Step> largest(int items) {
        return List.of(ok(IntStream.range(1, items + 1)
                .mapToObj(i -> item(i, "Item " + i))
                .collect(Collectors.joining(",", "[", "]"))));
    }

    @Override
    public int largest() {
        return 100;
    }

    @Override
    public Step busy(int seconds) {
        return new Step.Answer(
                429,
                "{\"message\":\"You have exceeded a secondary rate limit.\"}",
                Duration.ofSeconds(seconds),
                Map.of());
    }

    @Override
    public Step busy() {
        return new Step.Answer(
                403,
                "{\"message\":\"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.\"}");
    }

    @Override
    public Step notAllowed() {
        return new Step.Answer(403, "{\"message\":\"Resource not accessible by integration\",\"status\":\"403\"}");
    }

    @Override
    public List<Step> circle() {
        Step round = page(2, item(1, "One"));
        return List.of(round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.add(ok("[]", Map.of("Link", "<https://elsewhere.example" + path + "?page=2>; rel=\"next\"")));
        all.add(ok("[]", Map.of("Link", "<{origin}/github/api/../login?page=2>; rel=\"next\"")));
        all.add(new Step.Answer(304, ""));
        return all;
    }

    /** @param next the number of the page after it; 0 for the last one */
    private Step page(int next, String... items) {
        String body = "[" + String.join(",", items) + "]";
        String first = "<" + address(1) + ">; rel=\"first\"";
        return ok(body, Map.of("Link", next == 0 ? first : "<" + address(next) + ">; rel=\"next\", " + first));
    }

    private String address(int page) {
        return "{origin}/github/api" + path + "?per_page=2&page=" + page;
    }

    static final class Repositories extends GithubCase {
        Repositories() {
            super("/user/repos");
        }

        @Override
        public String stream() {
            return "github.api.repositories";
        }

        @Override
        public Set<String> scopes() {
            return Set.of("repo");
        }

        @Override
        String item(int id, String title) {
            return "{\"id\":" + id + ",\"node_id\":\"R_" + id + "\",\"name\":\"r" + id + "\",\"full_name\":\"octocat/r"
                    + id
                    + "\",\"private\":true,\"owner\":{\"login\":\"octocat\",\"id\":1},\"html_url\":\"https://github.com/octocat/r"
                    + id + "\",\"description\":\"" + title
                    + "\",\"created_at\":\"2011-01-26T19:01:12Z\",\"pushed_at\":\"2011-01-26T19:06:43Z\"}";
        }
    }

    static final class Issues extends GithubCase {
        Issues() {
            super("/issues");
        }

        @Override
        public String stream() {
            return "github.api.issues";
        }

        @Override
        public Set<String> scopes() {
            return Set.of("repo");
        }

        @Override
        public Duration seesGoneAfter() {
            return Duration.ofDays(7);
        }

        @Override
        String item(int id, String title) {
            return "{\"id\":" + id + ",\"number\":" + id + ",\"title\":\"" + title
                    + "\",\"state\":\"open\",\"user\":{\"login\":\"octocat\"},\"assignees\":[{\"login\":\"hubot\"}],"
                    + "\"html_url\":\"https://github.com/octocat/Hello-World/issues/" + id
                    + "\",\"repository\":{\"full_name\":\"octocat/Hello-World\"},"
                    + "\"created_at\":\"2011-04-22T13:33:48Z\",\"updated_at\":\"2011-04-22T13:33:48Z\",\"body\":null}";
        }
    }

    static final class Notifications extends GithubCase {
        Notifications() {
            super("/notifications");
        }

        @Override
        public String stream() {
            return "github.api.notifications";
        }

        @Override
        public Set<String> scopes() {
            return Set.of("notifications");
        }

        @Override
        public Duration seesGoneAfter() {
            return Duration.ofDays(1);
        }

        @Override
        public int largest() {
            return 50;
        }

        @Override
        String item(int id, String title) {
            return "{\"id\":\"" + id
                    + "\",\"unread\":true,\"reason\":\"subscribed\",\"updated_at\":\"2014-11-07T22:01:45Z\","
                    + "\"subject\":{\"title\":\"" + title + "\",\"type\":\"Issue\"},"
                    + "\"repository\":{\"full_name\":\"octocat/Hello-World\",\"owner\":{\"login\":\"octocat\"},"
                    + "\"html_url\":\"https://github.com/octocat/Hello-World\"}}";
        }
    }
}
