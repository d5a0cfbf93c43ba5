package dev.concierge.sandbox.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class TwitterRevocationTest {
    private final TwitterWorld world = new TwitterWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void one_token_ends_and_its_pair_lives_on() {
        var tokens = world.tokens();
        var reply = world.revoke(tokens.text("access_token"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("revoked").asBoolean()).isTrue();
        assertThat(world.me(tokens.text("access_token")).status()).isEqualTo(401);

        var next = world.refresh(tokens.text("refresh_token"));
        assertThat(next.status()).isEqualTo(200);

        world.revoke(next.text("refresh_token"));
        assertThat(world.refresh(next.text("refresh_token")).status()).isEqualTo(400);
        assertThat(world.me(next.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void the_pair_may_end_together() {
        world.knobs().set(TwitterKnobs.REVOKE_ENDS_PAIR, true);
        var tokens = world.tokens();
        world.revoke(tokens.text("refresh_token"));

        assertThat(world.me(tokens.text("access_token")).status()).isEqualTo(401);
    }

    @Test
    void a_dead_or_unknown_token_is_invalid_and_none_is_missing() {
        var token = world.tokens().text("access_token");
        world.revoke(token);

        assertThat(world.revoke(token).status()).isEqualTo(400);
        assertThat(world.revoke("unknown").text("error_description"))
                .isEqualTo("Value passed for the token was invalid.");
        assertThat(world.revoke("").text("error_description")).isEqualTo("Missing required parameter [token].");
    }

    @Test
    void only_its_own_client_may() {
        var token = world.tokens().text("access_token");
        var url = world.base + "/2/oauth2/revoke";

        assertThat(Http.form(url, Map.of("token", token)).status()).isEqualTo(401);
        var other = TwitterWorld.basic(TwitterWorld.OTHER, TwitterWorld.SECRET);
        assertThat(Http.form(url, Map.of("token", token), "Authorization", other)
                        .status())
                .isEqualTo(400);
        assertThat(world.me(token).status()).isEqualTo(200);
    }

    @Test
    void a_person_ends_everything_by_hand() {
        var tokens = world.tokens();
        Http.form(world.base + "/connections", Map.of("account", TwitterWorld.LINH, "remove", "Concierge"));

        assertThat(world.me(tokens.text("access_token")).status()).isEqualTo(401);
        assertThat(world.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);
    }
}
