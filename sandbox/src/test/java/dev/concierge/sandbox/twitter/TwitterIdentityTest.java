package dev.concierge.sandbox.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class TwitterIdentityTest {
    private final TwitterWorld world = new TwitterWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_person_is_a_number_in_text_with_a_name_and_a_handle() {
        var data = world.me(token()).json().path("data");

        assertThat(data.path("id").asString()).matches("[0-9]{19}");
        assertThat(data.path("id").isString()).isTrue();
        assertThat(data.path("username").asString()).isEqualTo("linh_at_meridian");
        assertThat(data.path("name").asString()).isEqualTo("Linh Tran");
        assertThat(data.size()).isEqualTo(3);
    }

    @Test
    void more_fields_come_when_asked_for_and_unknown_ones_are_refused() {
        var token = token();
        var data = api("?user.fields=profile_image_url,confirmed_email", token)
                .json()
                .path("data");

        assertThat(data.path("profile_image_url").asString()).startsWith(world.base);
        assertThat(data.path("confirmed_email").asString()).isEqualTo(TwitterWorld.LINH);
        assertThat(api("?user.fields=email", token).status()).isEqualTo(400);
    }

    @Test
    void an_address_without_its_scope_is_an_error_beside_the_data() {
        var token = world.tokens("scope", "tweet.read users.read").text("access_token");

        var reply = api("?user.fields=confirmed_email", token);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("data").path("id").asString()).isNotEmpty();
        assertThat(reply.json().path("data").has("confirmed_email")).isFalse();
        assertThat(reply.json().path("errors").get(0).path("type").asString()).endsWith("not-authorized-for-field");
    }

    @Test
    void somebody_who_signed_up_by_phone_has_no_address() {
        var code = world.allow(TwitterWorld.LINH_HOME).parameter("code");
        var token = world.token(world.exchange(code)).text("access_token");

        var reply = api("?user.fields=confirmed_email", token);

        assertThat(reply.json().path("data").has("confirmed_email")).isFalse();
        assertThat(reply.json().has("errors")).isFalse();
    }

    @Test
    void both_scopes_are_needed() {
        var token = world.tokens("scope", "users.read").text("access_token");

        assertThat(world.me(token).status()).isEqualTo(403);
    }

    @Test
    void every_answer_tells_the_window_and_the_one_too_many_has_no_retry_after() {
        world.knobs().set(TwitterKnobs.REQUESTS_PER_WINDOW, 2L);
        var token = token();
        assertThat(world.me(token).header("x-rate-limit-limit")).isEqualTo("2");
        assertThat(world.me(token).header("x-rate-limit-remaining")).isEqualTo("0");

        var over = world.me(token);
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.header("Retry-After")).isEmpty();
        assertThat(over.header("x-rate-limit-reset")).isEqualTo("1795252500");

        world.pass(Duration.ofMinutes(15));
        assertThat(world.me(token).status()).isEqualTo(200);
        assertThat(Http.get(world.base + "/2/users/me").header("x-rate-limit-remaining"))
                .isEqualTo("1");
    }

    @Test
    void enrolment_and_credits_can_be_missing() {
        var token = token();
        world.knobs().set(TwitterKnobs.SPENDING, Spending.EXHAUSTED);
        assertThat(world.me(token).status()).isEqualTo(402);
        world.knobs().set(TwitterKnobs.SPENDING, Spending.USAGE_CAPPED);
        assertThat(world.me(token).text("type")).endsWith("usage-capped");
        world.knobs().set(TwitterKnobs.CLIENT_FORBIDDEN, true);
        assertThat(world.me(token).text("type")).endsWith("client-forbidden");
    }

    private Http.Reply api(String query, String token) {
        return world.api("/2/users/me" + query, token);
    }

    private String token() {
        return world.tokens().text("access_token");
    }
}
