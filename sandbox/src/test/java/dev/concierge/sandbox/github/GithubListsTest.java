package dev.concierge.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("flow")
class GithubListsTest {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final GithubWorld world = new GithubWorld();
    private final String everything = mint("repo", "notifications");

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_list_is_read_to_its_end_by_its_links() {
        var titles = new ArrayList<String>();
        var page = get("/api/issues?filter=all&state=all&sort=created&direction=asc&per_page=50", everything);
        while (true) {
            page.json().forEach(issue -> titles.add(issue.path("title").asString()));
            var next = NEXT.matcher(page.header("Link"));
            if (!next.find()) {
                break;
            }
            page = Http.bearer(next.group(1), everything);
        }
        assertThat(titles)
                .hasSize(world.sandbox
                        .things("github")
                        .of(GithubWorld.LINH, "issues")
                        .size())
                .doesNotHaveDuplicates();
    }

    @Test
    void what_is_as_the_request_knows_it_is_304_and_does_not_count() {
        var first = get("/api/user/repos", everything);
        var same = Http.get(
                world.base + "/api/user/repos",
                "Authorization",
                "Bearer " + everything,
                "If-None-Match",
                first.header("ETag"));

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("x-ratelimit-used")).isEqualTo("1");
        assertThat(get("/api/user/repos", everything).header("x-ratelimit-used"))
                .isEqualTo("2");
    }

    @Test
    void without_the_scope_private_things_do_not_exist() {
        var narrow = mint("read:user");

        assertThat(get("/api/user/repos", narrow).json())
                .isNotEmpty()
                .noneMatch(each -> each.path("private").asBoolean());
        assertThat(get("/api/user/repos", everything).json())
                .anyMatch(each -> each.path("private").asBoolean());
        var refused = get("/api/notifications", narrow);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.header("X-Accepted-OAuth-Scopes")).isEqualTo("notifications, repo");
    }

    @Test
    void changes_are_asked_for_by_time() {
        var now = world.sandbox.clock().instant();
        var list = "/api/issues?filter=all&state=all&since=" + now.toString();
        assertThat(get(list, everything).json()).isEmpty();
        world.pass(Duration.ofMinutes(1));
        var things = world.sandbox.things("github");
        var issue = things.of(GithubWorld.LINH, "issues").getFirst();
        things.change(GithubWorld.LINH, "issues", issue.id(), object("{\"title\":\"Changed\"}"));

        assertThat(get(list, everything).json())
                .extracting(each -> each.path("title").asString())
                .containsExactly("Changed");
    }

    @Test
    void notifications_say_when_they_last_changed() {
        var first = get("/api/notifications?all=true", everything);
        assertThat(first.header("X-Poll-Interval")).isEqualTo("60");
        assertThat(again(first).status()).isEqualTo(304);

        world.pass(Duration.ofMinutes(1));
        world.sandbox.things("github").add(GithubWorld.LINH, "notifications", object("{\"unread\":true}"));
        assertThat(again(first).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=yesterday", "filter=mine", "state=odd"})
    void what_makes_no_sense_is_422(String query) {
        assertThat(get("/api/issues?" + query, everything).status()).isEqualTo(422);
    }

    private Reply again(Reply first) {
        return Http.get(
                world.base + "/api/notifications?all=true",
                "Authorization",
                "Bearer " + everything,
                "If-Modified-Since",
                first.header("Last-Modified"));
    }

    private Reply get(String path, String token) {
        return Http.bearer(world.base + path, token);
    }

    private String mint(String... scopes) {
        return world.sandbox
                .mint("github", GithubWorld.LINH, GithubWorld.CLIENT, List.of(scopes))
                .accessToken();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.builder().build().readTree(json);
    }
}
