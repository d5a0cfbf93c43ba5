package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static dev.concierge.sandbox.meta.MetaWorld.subcode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Page's posts, with the Page's own token. */
@Tag("flow")
class MetaPostsTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_page_tells_its_token_and_with_it_its_posts() {
        var page = pageToken();
        List<String> ids = new ArrayList<>();
        var reply = world.graph(
                "/me/published_posts?limit=8&fields=id,message,reactions.limit(0).summary(total_count)", page);
        while (true) {
            reply.json().path("data").forEach(post -> ids.add(post.path("id").asString()));
            var next = reply.json().path("paging").path("next").asString("");
            if (next.isEmpty()) {
                break;
            }
            assertThat(next).contains("access_token=");
            reply = Http.get(next);
        }
        assertThat(ids).hasSize(20).doesNotHaveDuplicates().allMatch(id -> id.startsWith(MetaWorld.TRAVEL + "_"));
        assertThat(reply.json()
                        .path("data")
                        .path(0)
                        .path("reactions")
                        .path("summary")
                        .has("total_count"))
                .isTrue();
    }

    @Test
    void a_persons_token_is_not_enough_and_another_page_is_not_there() {
        assertThat(subcode(world.graph("/" + MetaWorld.TRAVEL + "/published_posts", world.longLived())))
                .isEqualTo(2069032);
        assertThat(subcode(world.graph("/104857600000102/published_posts", pageToken())))
                .isEqualTo(33);
        assertThat(subcode(world.graph("/104857600000201?fields=access_token", world.longLived())))
                .as("somebody else's Page")
                .isEqualTo(33);
    }

    @Test
    void figures_need_a_permission_and_one_that_is_gone_is_an_error() {
        var gone = "/me/published_posts?fields=insights.metric(post_impressions_unique)";
        assertThat(code(world.graph(gone, pageToken()))).isEqualTo(200);

        var scopes = List.of("pages_show_list", "pages_read_engagement", "read_insights");
        var person = world.sandbox
                .mint("meta", MetaWorld.LINH, MetaWorld.CLIENT, scopes)
                .accessToken();
        assertThat(code(world.graph(gone, pageToken(person)))).isEqualTo(100);
    }

    @Test
    void an_unknown_field_or_cursor_is_an_error() {
        assertThat(code(world.graph("/me/published_posts?fields=likes", pageToken())))
                .isEqualTo(100);
        assertThat(code(world.graph("/me/published_posts?after=eHh4", pageToken())))
                .isEqualTo(100);
    }

    @Test
    void parentheses_and_braces_belong_to_the_field_before_them() {
        assertThat(PostsEndpoint.names(
                        "id,attachments{type,title},insights.metric(a,b){name},comments.limit(0).summary(true)"))
                .containsExactly("id", "attachments", "insights", "comments");
    }

    private String pageToken() {
        return pageToken(world.longLived());
    }

    private String pageToken(String person) {
        return world.graph("/" + MetaWorld.TRAVEL + "?fields=access_token", person)
                .text("access_token");
    }
}
