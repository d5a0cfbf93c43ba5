package dev.concierge.sandbox.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.http.Parameters;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class TwitterTokenTest {
    private static final String DEAD_CODE = "Value passed for the authorization code was invalid.";
    private static final String DEAD_TOKEN = "Value passed for the token was invalid.";

    private final TwitterWorld world = new TwitterWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_code_brings_two_hours_and_a_refresh_token_with_offline_access_only() {
        var full = world.tokens();
        assertThat(full.text("token_type")).isEqualTo("bearer");
        assertThat(full.json().path("expires_in").asInt()).isEqualTo(7200);
        assertThat(full.text("scope")).isEqualTo(TwitterWorld.FULL);
        assertThat(full.text("refresh_token")).isNotEmpty();

        var without = world.tokens("scope", "tweet.read users.read");
        assertThat(without.json().has("refresh_token")).isFalse();
        assertThat(without.text("scope")).isEqualTo("tweet.read users.read");
    }

    @Test
    void a_code_lives_for_30_seconds() {
        var code = world.code();
        world.pass(Duration.ofSeconds(29));
        assertThat(world.token(world.exchange(code)).status()).isEqualTo(200);

        var late = world.code();
        world.pass(Duration.ofSeconds(30));
        assertInvalid(world.token(world.exchange(late)), DEAD_CODE, "expired");
    }

    @Test
    void a_code_works_once() {
        var code = world.code();
        world.token(world.exchange(code));

        assertInvalid(world.token(world.exchange(code)), DEAD_CODE, "used");
    }

    @Test
    void redirect_uri_and_verifier_must_fit() {
        var other = world.exchange(world.code());
        other.put("redirect_uri", TwitterWorld.REDIRECT + "/");
        assertInvalid(
                world.token(other),
                "Value passed for the redirect uri did not match the uri of the authorization code.",
                "other_redirect_uri");

        var without = world.exchange(world.code());
        without.remove("code_verifier");
        assertInvalid(world.token(without), "Missing required parameter [code_verifier].", "verifier_missing");

        var wrong = world.exchange(world.code());
        wrong.put("code_verifier", TwitterWorld.CHALLENGE);
        assertThat(world.token(wrong).status()).isEqualTo(400);
        assertThat(world.reason("token")).isEqualTo("verifier_wrong");
    }

    @Test
    void a_confidential_client_uses_basic_and_nothing_else() {
        var inBody = Http.form(world.tokenUrl(), TwitterWorld.withCredentials(world.exchange(world.code())));
        assertUnauthorized(inBody);

        assertUnauthorized(Http.form(world.tokenUrl(), world.exchange(world.code())));
        assertUnauthorized(
                world.tokenAs(TwitterWorld.basic(TwitterWorld.CLIENT, "wrong"), world.exchange(world.code())));

        var both = world.exchange(world.code());
        both.put("client_id", TwitterWorld.CLIENT);
        assertUnauthorized(world.token(both));
        world.knobs().set(TwitterKnobs.CLIENT_ID_BESIDE_BASIC, true);
        assertThat(world.token(both).status()).isEqualTo(200);

        world.knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        assertUnauthorized(world.tokens());
    }

    @Test
    void a_public_client_says_its_id_in_the_body() {
        world.knobs().set(TwitterKnobs.PUBLIC_CLIENT, true);
        var form = world.exchange(world.code());
        assertUnauthorized(world.token(form));
        assertUnauthorized(Http.form(world.tokenUrl(), form));

        form.put("client_id", TwitterWorld.CLIENT);
        assertThat(Http.form(world.tokenUrl(), form).status()).isEqualTo(200);
    }

    @Test
    void only_a_form_is_read_and_each_parameter_once() {
        var json = Http.json("POST", world.tokenUrl(), "{}", "Authorization", basic());
        assertThat(json.status()).isEqualTo(400);
        var twice = Http.rawForm(
                world.tokenUrl(), "grant_type=refresh_token&refresh_token=a&refresh_token=b", "Authorization", basic());
        assertThat(twice.text("error")).isEqualTo("invalid_request");
        assertThat(Http.rawForm(world.tokenUrl(), "grant_type=password", "Authorization", basic())
                        .text("error"))
                .isEqualTo("unsupported_grant_type");
    }

    @Test
    void a_refresh_rotates_and_replaying_the_old_one_ends_the_family() {
        var first = world.tokens().text("refresh_token");
        var second = world.refresh(first);
        assertThat(second.text("refresh_token")).isNotEmpty().isNotEqualTo(first);

        assertInvalid(world.refresh(first), DEAD_TOKEN, "reused");

        assertInvalid(world.refresh(second.text("refresh_token")), DEAD_TOKEN, "family_ended");
        assertThat(world.me(second.text("access_token")).status()).isEqualTo(401);
    }

    @Test
    void the_penalty_may_be_left_away_and_the_error_be_the_standard_one() {
        world.knobs().set(Knobs.REUSE_KILLS_FAMILY, false);
        world.knobs().set(TwitterKnobs.DEAD_TOKEN_IS_INVALID_GRANT, true);
        var first = world.tokens().text("refresh_token");
        var second = world.refresh(first).text("refresh_token");

        assertThat(world.refresh(first).text("error")).isEqualTo("invalid_grant");
        assertThat(world.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void a_refresh_token_ends_after_half_a_year() {
        var token = world.tokens().text("refresh_token");
        world.pass(Duration.ofDays(182));

        assertInvalid(world.refresh(token), DEAD_TOKEN, "expired");
    }

    @Test
    void of_sixteen_at_once_one_wins_and_the_others_end_the_family() {
        var form = world.renewal(world.tokens().text("refresh_token"));
        var request = Http.request(world.tokenUrl(), "Authorization", basic())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Parameters.format(form)))
                .build();

        var replies = IntStream.range(0, 16).mapToObj(_ -> Http.later(request)).toList();

        var won = replies.stream()
                .map(each -> each.join())
                .filter(each -> each.status() == 200)
                .toList();
        assertThat(won).hasSize(1);
        assertThat(world.refresh(won.getFirst().text("refresh_token")).status()).isEqualTo(400);
    }

    private static String basic() {
        return TwitterWorld.basic(TwitterWorld.CLIENT, TwitterWorld.SECRET);
    }

    private void assertInvalid(Reply reply, String description, String reason) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_request");
        assertThat(reply.text("error_description")).isEqualTo(description);
        assertThat(world.reason("token")).isEqualTo(reason);
    }

    private static void assertUnauthorized(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("error")).isEqualTo("unauthorized_client");
    }
}
