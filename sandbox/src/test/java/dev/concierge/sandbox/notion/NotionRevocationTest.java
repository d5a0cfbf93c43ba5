package dev.concierge.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class NotionRevocationTest {
    private final NotionWorld world = new NotionWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void an_access_token_ends_with_what_renews_it_and_others_live_on() {
        var other = world.tokens();
        var tokens = world.tokens();

        var reply = revoke(tokens.text("access_token"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("request_id")).isNotEmpty();
        assertThat(world.me(tokens.text("access_token")).status()).isEqualTo(401);
        assertThat(world.refresh(tokens.text("refresh_token")).text("code")).isEqualTo("invalid_grant");
        assertThat(world.me(other.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void its_reach_is_a_knob() {
        world.knobs().set(NotionKnobs.REVOKE_REACH, RevokeReach.TOKEN);
        var tokens = world.tokens();
        revoke(tokens.text("access_token"));
        var next = world.refresh(tokens.text("refresh_token"));
        assertThat(next.status()).isEqualTo(200);

        world.knobs().set(NotionKnobs.REVOKE_REACH, RevokeReach.GRANT);
        var other = world.tokens().text("access_token");
        revoke(next.text("access_token"));
        assertThat(world.me(other).status()).isEqualTo(401);
    }

    @Test
    void refresh_tokens_dead_ones_and_those_of_others_are_refused() {
        var tokens = world.tokens();

        assertThat(revoke(tokens.text("refresh_token")).status()).isEqualTo(400);
        assertThat(revoke("ntn_unknown").text("code")).isEqualTo("invalid_grant");
        assertThat(world.oauth("revoke", Map.of()).text("code")).isEqualTo("validation_error");
        var other = Http.json(
                "POST",
                world.base + "/v1/oauth/revoke",
                NotionWorld.json(Map.of("token", tokens.text("access_token"))),
                "Authorization",
                NotionWorld.basic(NotionWorld.OTHER, NotionWorld.SECRET),
                "Notion-Version",
                NotionWorld.VERSION);
        assertThat(other.status()).isEqualTo(400);
        assertThat(world.me(tokens.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void introspection_says_whether_a_token_lives() {
        var token = world.tokens().text("access_token");
        assertThat(active(token)).isTrue();
        revoke(token);
        assertThat(active(token)).isFalse();
        assertThat(active("ntn_unknown")).isFalse();
    }

    @Test
    void the_bot_is_a_user_with_an_owner() {
        var tokens = world.tokens();
        var me = world.me(tokens.text("access_token")).json();

        assertThat(me.path("id").asString()).isEqualTo(tokens.text("bot_id"));
        assertThat(me.path("type").asString()).isEqualTo("bot");
        assertThat(me.path("name").asString()).isEqualTo("Concierge");
        assertThat(me.path("bot").path("workspace_name").asString()).isEqualTo("Meridian");

        var noVersion = world.api("/v1/users/me", tokens.text("access_token"));
        assertThat(noVersion.text("code")).isEqualTo("missing_version");
        assertThat(world.me("ntn_unknown").text("code")).isEqualTo("unauthorized");
        world.knobs().set(Knobs.WRONG_SUBJECT, true);
        assertThat(world.me(tokens.text("access_token")).text("id")).isNotEqualTo(tokens.text("bot_id"));
    }

    @Test
    void tokens_can_be_minted_for_load_runs() {
        var minted = world.sandbox.mint("notion", NotionWorld.JONAS, NotionWorld.CLIENT, List.of());

        assertThat(minted.expiresInSeconds()).isZero();
        assertThat(world.me(minted.accessToken())
                        .json()
                        .path("bot")
                        .path("workspace_name")
                        .asString())
                .isEqualTo("Weber household");
        assertThat(world.refresh(minted.refreshToken()).status()).isEqualTo(200);
    }

    private Http.Reply revoke(String token) {
        return world.oauth("revoke", Map.of("token", token));
    }

    private boolean active(String token) {
        return world.oauth("introspect", Map.of("token", token))
                .json()
                .path("active")
                .asBoolean();
    }
}
