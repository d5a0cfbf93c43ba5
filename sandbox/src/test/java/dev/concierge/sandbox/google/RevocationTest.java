package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 7 of Google: one token ends everything that the person granted to the project. */
@Tag("token")
class RevocationTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void an_access_token_ends_its_refresh_token_too() {
        var tokens = world.tokens();

        assertThat(revoke(tokens.text("access_token")).status()).isEqualTo(200);

        assertThat(world.refresh(tokens.text("refresh_token")).text("error")).isEqualTo("invalid_grant");
        assertThat(world.events(tokens.text("access_token"), "").status()).isEqualTo(401);
    }

    @Test
    void a_refresh_token_ends_its_access_tokens_too() {
        var tokens = world.tokens();

        assertThat(revoke(tokens.text("refresh_token")).status()).isEqualTo(200);

        assertThat(world.events(tokens.text("access_token"), "").status()).isEqualTo(401);
    }

    @Test
    void it_reaches_every_client_of_the_project_and_no_other_project() {
        var own = world.tokens().text("refresh_token");
        var sibling = minted(GoogleWorld.SIBLING);
        var stranger = minted("stranger.apps.example");

        revoke(own);

        assertThat(refresh(GoogleWorld.SIBLING, sibling).text("error")).isEqualTo("invalid_grant");
        assertThat(refresh("stranger.apps.example", stranger).status()).isEqualTo(200);
    }

    @Test
    void it_reaches_nobody_else() {
        var own = world.tokens().text("refresh_token");
        var other = world.sandbox
                .mint("google", GoogleWorld.LINH_HOME, GoogleWorld.CLIENT, List.of("openid"))
                .refreshToken();

        revoke(own);

        assertThat(world.refresh(other).status()).isEqualTo(200);
    }

    @Test
    void consent_is_asked_again_afterwards_and_old_tokens_stay_dead() {
        var before = world.tokens();
        revoke(before.text("access_token"));
        var after = world.tokens();

        assertThat(world.count("consent", "issued")).isEqualTo(2);
        assertThat(world.events(before.text("access_token"), "").status()).isEqualTo(401);
        assertThat(world.events(after.text("access_token"), "").status()).isEqualTo(200);
    }

    @Test
    void a_dead_or_unknown_token_is_a_400() {
        var tokens = world.tokens();
        assertRefused(revoke("no-such-token"), "invalid_token");
        revoke(tokens.text("refresh_token"));

        assertRefused(revoke(tokens.text("refresh_token")), "invalid_token");
        assertRefused(revoke(tokens.text("access_token")), "invalid_token");
    }

    @Test
    void an_expired_access_token_is_a_400() {
        var token = world.tokens().text("access_token");
        world.pass(Duration.ofHours(1));

        assertRefused(revoke(token), "invalid_token");
    }

    @Test
    void the_token_comes_in_a_form_and_nowhere_else() {
        var token = world.tokens().text("refresh_token");
        var url = world.google + "/revoke";

        assertRefused(Http.rawForm(url + "?token=" + token, ""), "invalid_request");
        assertRefused(Http.json("POST", url, "{\"token\":\"" + token + "\"}"), "invalid_request");
        assertThat(Http.get(url + "?token=" + token).status()).isEqualTo(405);
        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void the_person_may_end_it_behind_our_back() {
        var tokens = world.tokens();

        assertThat(world.sandbox.revoke("google", GoogleWorld.LINH, GoogleWorld.CLIENT))
                .isTrue();
        assertThat(world.sandbox.revoke("google", GoogleWorld.LINH, GoogleWorld.CLIENT))
                .isFalse();

        assertThat(world.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);
    }

    private Reply revoke(String token) {
        return Http.form(world.google + "/revoke", Map.of("token", token));
    }

    private String minted(String client) {
        return world.sandbox
                .mint("google", GoogleWorld.LINH, client, List.of("openid"))
                .refreshToken();
    }

    private Reply refresh(String client, String token) {
        var form = world.renewal(token);
        form.put("client_id", client);
        return world.token(form);
    }

    private static void assertRefused(Reply reply, String error) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo(error);
    }
}
