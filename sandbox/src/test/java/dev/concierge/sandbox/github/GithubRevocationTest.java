package dev.concierge.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Visitor.Stop;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class GithubRevocationTest {
    private final GithubWorld world = new GithubWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void deleting_the_grant_ends_every_token_and_the_consent() {
        var one = world.tokens().text("access_token");
        var two = world.expiring();

        var deleted = world.application("DELETE", "grant", one);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(world.user(one).status()).isEqualTo(401);
        assertThat(world.user(two.text("access_token")).status()).isEqualTo(401);
        assertThat(world.refresh(two.text("refresh_token")).text("error")).isEqualTo("bad_refresh_token");
        assertThat(world.visitor().open(world.url())).isInstanceOf(Stop.Page.class);
    }

    @Test
    void deleting_a_token_ends_that_one_with_what_renews_it() {
        var one = world.tokens().text("access_token");
        var two = world.expiring();

        assertThat(world.application("DELETE", "token", two.text("access_token"))
                        .status())
                .isEqualTo(204);

        assertThat(world.refresh(two.text("refresh_token")).text("error")).isEqualTo("bad_refresh_token");
        assertThat(world.user(one).status()).isEqualTo(200);
        assertThat(world.application("DELETE", "token", one).status()).isEqualTo(204);
        assertThat(world.user(one).status()).isEqualTo(401);
        assertThat(world.visitor().open(world.url())).isInstanceOf(Stop.Left.class);
    }

    @Test
    void checking_tells_scopes_and_owner() {
        var checked = world.application("POST", "token", world.tokens().text("access_token"));

        assertThat(checked.json().path("scopes").get(1).asString()).isEqualTo("user:email");
        assertThat(checked.json().path("user").path("login").asString()).isEqualTo("linhtran");
        assertThat(checked.json().path("expires_at").isNull()).isTrue();
    }

    @Test
    void an_unknown_or_dead_token_is_not_found_and_none_is_unprocessable() {
        assertThat(world.application("DELETE", "grant", "gho_unknown").status()).isEqualTo(404);
        var token = world.tokens().text("access_token");
        world.application("DELETE", "grant", token);
        assertThat(world.application("DELETE", "grant", token).status()).isEqualTo(404);
        assertThat(delete(GithubWorld.CLIENT, GithubWorld.SECRET, Map.of()).status())
                .isEqualTo(422);
    }

    @Test
    void only_the_app_itself_with_its_secret_may() {
        var token = world.tokens().text("access_token");

        assertThat(delete(GithubWorld.CLIENT, "wrong", Map.of("access_token", token))
                        .status())
                .isEqualTo(401);
        assertThat(delete(GithubWorld.OTHER, GithubWorld.SECRET, Map.of("access_token", token))
                        .status())
                .isEqualTo(404);
        assertThat(Http.json("DELETE", grantUrl(), GithubWorld.json(Map.of("access_token", token)))
                        .status())
                .isEqualTo(401);
        assertThat(world.user(token).status()).isEqualTo(200);
    }

    @Test
    void a_person_ends_it_by_hand() {
        var token = world.tokens().text("access_token");
        var page = Http.get(world.base + "/connections?account=" + GithubWorld.LINH);
        assertThat(page.body()).contains("name=\"remove\" value=\"Concierge\"", "Read your e-mail addresses");

        Http.form(world.base + "/connections", Map.of("account", GithubWorld.LINH, "remove", "Concierge"));

        assertThat(world.user(token).status()).isEqualTo(401);
        assertThat(world.sandbox.revoke("github", GithubWorld.LINH, GithubWorld.CLIENT))
                .isFalse();
    }

    private Http.Reply delete(String user, String password, Map<String, String> body) {
        return Http.json(
                "DELETE", grantUrl(), GithubWorld.json(body), "Authorization", GithubWorld.basic(user, password));
    }

    private String grantUrl() {
        return world.base + "/api/applications/" + GithubWorld.CLIENT + "/grant";
    }
}
