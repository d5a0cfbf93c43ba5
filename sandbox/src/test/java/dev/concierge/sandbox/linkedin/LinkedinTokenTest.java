package dev.concierge.sandbox.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class LinkedinTokenTest {
    private static final String NO_MATCH = "invalid_redirect_uri";

    private final LinkedinWorld world = new LinkedinWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void sixty_days_a_long_token_and_no_refresh_token() {
        var tokens = world.tokens();

        assertThat(tokens.text("access_token").length()).isBetween(450, 1000);
        assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(5_184_000);
        assertThat(tokens.text("token_type")).isEqualTo("Bearer");
        assertThat(tokens.text("scope")).isEqualTo(LinkedinWorld.SIGN_IN);
        assertThat(tokens.text("id_token")).isNotEmpty();
        assertThat(tokens.json().has("refresh_token")).isFalse();

        world.pass(Duration.ofDays(60));
        assertThat(world.userinfo(tokens.text("access_token"))
                        .json()
                        .path("serviceErrorCode")
                        .asInt())
                .isEqualTo(65_604);
    }

    @Test
    void scopes_may_come_with_commas_and_an_id_token_needs_openid() {
        world.knobs().set(LinkedinKnobs.COMMA_SCOPES, true);
        assertThat(world.tokens().text("scope")).isEqualTo("openid,profile,email");
        assertThat(world.tokens("scope", "w_member_social").json().has("id_token"))
                .isFalse();
    }

    @Test
    void credentials_come_in_the_body_only() {
        var basic = LinkedinWorld.basic(LinkedinWorld.CLIENT, LinkedinWorld.SECRET);
        var reply = Http.form(world.tokenUrl(), world.exchange(world.code()), "Authorization", basic);
        assertError(reply, 400, "invalid_request", "");

        var form = LinkedinWorld.withCredentials(world.exchange(world.code()));
        form.put("client_secret", "wrong");
        assertError(Http.form(world.tokenUrl(), form), 401, "invalid_client", "wrong_secret");
        assertThat(Http.json("POST", world.tokenUrl(), LinkedinWorld.json(form)).status())
                .isEqualTo(400);
    }

    @Test
    void a_code_works_once_for_half_an_hour_with_its_own_redirect_uri() {
        var code = world.code();
        world.token(world.exchange(code));
        assertError(world.token(world.exchange(code)), 401, "invalid_request", "used");
        assertError(world.token(world.exchange("unknown")), 401, "invalid_request", "unknown");

        var late = world.code();
        world.pass(Duration.ofMinutes(30));
        assertError(world.token(world.exchange(late)), 400, NO_MATCH, "expired");

        var other = world.exchange(world.code());
        other.put("redirect_uri", LinkedinWorld.REDIRECT + "?other=1");
        assertError(world.token(other), 400, NO_MATCH, "other_redirect_uri");

        var stolen = world.exchange(world.code());
        stolen.put("client_id", LinkedinWorld.OTHER);
        assertError(world.token(stolen), 400, NO_MATCH, "other_client");
    }

    @Test
    void a_verifier_does_not_belong_here() {
        var form =
                world.exchange(world.code("code_challenge", LinkedinWorld.CHALLENGE, "code_challenge_method", "S256"));
        form.put("code_verifier", LinkedinWorld.VERIFIER);

        assertError(world.token(form), 400, NO_MATCH, "verifier_unexpected");
    }

    @Test
    void missing_parameters_and_other_grant_types_are_told() {
        assertError(world.token(Map.of("grant_type", "authorization_code")), 400, "invalid_request", "");
        assertError(world.token(Map.of()), 400, "invalid_request", "");
        assertError(world.token(Map.of("grant_type", "client_credentials")), 400, "unsupported_grant_type", "");
    }

    @Test
    void a_partner_gets_the_same_refresh_token_back_with_less_life() {
        world.knobs().set(LinkedinKnobs.PARTNER, true);
        var tokens = world.tokens();
        assertThat(tokens.json().path("refresh_token_expires_in").asInt()).isEqualTo(365 * 86_400);

        world.pass(Duration.ofDays(100));
        var next = world.refresh(tokens.text("refresh_token"));

        assertThat(next.text("refresh_token")).isEqualTo(tokens.text("refresh_token"));
        assertThat(next.json().path("refresh_token_expires_in").asInt()).isEqualTo(265 * 86_400);
        assertThat(next.json().path("expires_in").asInt()).isEqualTo(5_184_000);
        assertThat(world.userinfo(next.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void near_the_end_both_tokens_end_together_and_nothing_extends_them() {
        world.knobs().set(LinkedinKnobs.PARTNER, true);
        var refresh = world.tokens().text("refresh_token");
        world.pass(Duration.ofDays(360));

        var last = world.refresh(refresh);
        assertThat(last.json().path("expires_in").asInt()).isEqualTo(5 * 86_400);
        assertThat(last.json().path("refresh_token_expires_in").asInt()).isEqualTo(5 * 86_400);

        world.pass(Duration.ofDays(5));
        assertThat(world.userinfo(last.text("access_token")).status()).isEqualTo(401);
        assertError(world.refresh(refresh), 400, "invalid_request", "expired");
    }

    @Test
    void a_dead_refresh_token_is_an_invalid_request() {
        world.knobs().set(LinkedinKnobs.PARTNER, true);
        var refresh = world.tokens().text("refresh_token");
        world.sandbox.revoke("linkedin", LinkedinWorld.LINH, LinkedinWorld.CLIENT);

        var reply = world.refresh(refresh);
        assertError(reply, 400, "invalid_request", "revoked");
        assertThat(reply.text("error_description")).contains("expired or revoked");

        var other = world.tokens().text("refresh_token");
        world.knobs().set(LinkedinKnobs.PARTNER, false);
        assertError(world.refresh(other), 400, "invalid_request", "no_partner");
    }

    @Test
    void revocation_ends_the_token_with_what_renews_it() {
        world.knobs().set(LinkedinKnobs.PARTNER, true);
        var tokens = world.tokens();

        var reply = world.revoke(tokens.text("access_token"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(world.userinfo(tokens.text("access_token")).status()).isEqualTo(401);
        assertThat(world.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);

        assertThat(world.revoke(tokens.text("access_token")).text("error")).isEqualTo("invalid_request");
        var wrong = Http.form(
                world.base + "/oauth/v2/revoke",
                Map.of("client_id", LinkedinWorld.CLIENT, "client_secret", "wrong", "token", "x"));
        assertThat(wrong.status()).isEqualTo(401);

        world.knobs().set(LinkedinKnobs.NO_REVOCATION, true);
        assertThat(world.revoke("x").status()).isEqualTo(404);
    }

    @Test
    void refreshes_may_still_be_made_to_rotate_by_the_common_knobs() {
        world.knobs().set(LinkedinKnobs.PARTNER, true);
        world.knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
        var tokens = world.tokens();

        assertThat(world.refresh(tokens.text("refresh_token")).text("refresh_token"))
                .isNotEqualTo(tokens.text("refresh_token"));
    }

    private void assertError(Reply reply, int status, String error, String reason) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("error")).isEqualTo(error);
        assertThat(world.reason("token")).isEqualTo(reason);
    }
}
