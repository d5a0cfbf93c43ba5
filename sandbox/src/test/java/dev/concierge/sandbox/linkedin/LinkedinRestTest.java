package dev.concierge.sandbox.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Organisations, their posts and figures, by the versioned API. */
@Tag("flow")
class LinkedinRestTest {
    private static final String ORGANIZATION = "urn:li:organization:2414183";

    private final LinkedinWorld world = new LinkedinWorld();
    private final String token = minted("openid", "r_organization_social", "r_organization_admin");

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void posts_of_an_organisation_come_page_by_page() {
        assertThat(rest("/organizationAcls?q=roleAssignee")
                        .json()
                        .path("elements")
                        .size())
                .isEqualTo(2);
        List<String> ids = new ArrayList<>();
        boolean more = true;
        while (more) {
            var reply = rest("/posts?q=author&author=" + ORGANIZATION + "&sortBy=CREATED&count=7&start=" + ids.size());
            reply.json()
                    .path("elements")
                    .forEach(post -> ids.add(post.path("id").asString()));
            more = reply.json().path("paging").path("links").size() > 0;
        }
        assertThat(ids).hasSize(18).doesNotHaveDuplicates();
    }

    @Test
    void figures_are_of_the_posts_that_are_named() {
        var post = world.sandbox.entries("linkedin").of(DialectWorld.LINH).getFirst();
        var figures = rest("/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity="
                        + ORGANIZATION + "&shares=List(" + post.id().replace(":", "%3A") + ")")
                .json()
                .path("elements");

        assertThat(figures.size()).isEqualTo(1);
        assertThat(figures.path(0)
                        .path("totalShareStatistics")
                        .path("likeCount")
                        .asLong(-1))
                .isEqualTo(post.likes());
    }

    @Test
    void without_a_living_version_nothing_is_answered() {
        assertThat(Http.bearer(world.base + "/rest/posts", token).status()).isEqualTo(400);
        assertThat(Http.get(
                                world.base + "/rest/posts",
                                "Authorization",
                                "Bearer " + token,
                                "LinkedIn-Version",
                                "202401")
                        .status())
                .isEqualTo(426);
    }

    @Test
    void scopes_and_roles_decide_and_a_days_limit_has_no_header() {
        assertThat(rest("/posts?q=author&author=urn:li:organization:77001").status())
                .as("somebody else's organisation")
                .isEqualTo(403);
        assertThat(send("/organizationAcls?q=roleAssignee", minted("openid", "profile"))
                        .status())
                .isEqualTo(403);

        world.knobs().set(LinkedinKnobs.THROTTLED, true);
        var refused = rest("/organizationAcls?q=roleAssignee");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEmpty();
    }

    private String minted(String... scopes) {
        return world.sandbox
                .mint("linkedin", DialectWorld.LINH, DialectWorld.CLIENT, List.of(scopes))
                .accessToken();
    }

    private Reply rest(String path) {
        return send(path, token);
    }

    private Reply send(String path, String bearer) {
        return Http.get(world.base + "/rest" + path, "Authorization", "Bearer " + bearer, "LinkedIn-Version", "202610");
    }
}
