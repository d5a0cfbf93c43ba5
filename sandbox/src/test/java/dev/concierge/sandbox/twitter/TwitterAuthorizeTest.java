package dev.concierge.sandbox.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flow")
class TwitterAuthorizeTest {
    private final TwitterWorld world = new TwitterWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void consent_brings_state_and_code_only() {
        var left = world.allow(TwitterWorld.LINH);

        assertThat(left.callback().getQuery().split("&")).hasSize(2);
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(left.parameter("code")).isNotEmpty();
    }

    @Test
    void refusing_is_access_denied() {
        var left = world.visitor().deny(world.url(), TwitterWorld.LINH);

        assertThat(left.parameter("error")).isEqualTo("access_denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response_type", "scope", "state", "code_challenge", "code_challenge_method"})
    void every_parameter_is_required(String name) {
        assertThat(error(name, "")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, unsupported_response_type",
        "scope, tweet.read everything, invalid_scope",
        "code_challenge_method, S512, invalid_request",
        "code_challenge, short, invalid_request",
    })
    void values_are_checked(String name, String value, String error) {
        assertThat(error(name, value)).isEqualTo(error);
    }

    @Test
    void a_state_has_at_most_500_characters() {
        assertThat(error("state", "s".repeat(501))).isEqualTo("invalid_request");
        assertThat(world.allow(TwitterWorld.LINH, "state", "s".repeat(500)).parameter("code"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:9999/callback/", "http://127.0.0.1:9998/callback", "https://evil.example/"})
    void a_redirect_uri_matches_to_the_letter_or_is_a_page(String uri) {
        var stop = (Stop.Page) world.visitor().open(world.url("redirect_uri", uri));

        assertThat(stop.status()).isEqualTo(400);
        assertThat(stop.html()).contains("Callback URL not approved for this client application.");
    }

    @Test
    void localhost_is_not_registered_unless_the_knob_allows_it() {
        var client = new Client("twitter", "local", "secret", "Local", List.of("http://localhost:1/callback"));
        assertThatThrownBy(() -> world.sandbox.registerClient(client)).hasMessageContaining("127.0.0.1");

        world.knobs().set(TwitterKnobs.LOCALHOST_REDIRECTS, true);
        world.sandbox.registerClient(client);
    }

    @Test
    void consent_is_asked_for_each_time_with_nothing_to_untick() {
        world.allow(TwitterWorld.LINH);

        var page = (Stop.Page) world.visitor().open(world.url());

        assertThat(page.address().getPath()).endsWith("/signin/consent");
        assertThat(page.html()).contains("@linh_at_meridian", "id=\"allow\"").doesNotContain("checkbox");
    }

    private String error(String... changes) {
        return ((Stop.Left) world.visitor().open(world.url(changes))).parameter("error");
    }
}
