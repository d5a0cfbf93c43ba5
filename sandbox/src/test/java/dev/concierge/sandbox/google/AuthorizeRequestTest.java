package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Visitor.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flow")
class AuthorizeRequestTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void an_unknown_client_gets_a_page_and_no_redirect() {
        assertPage(world.visitor().open(world.url("client_id", "nobody.apps.example")), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9999/callback/",
                "http://localhost:9999/Callback",
                "http://127.0.0.1:9999/callback",
                "http://localhost:9999/callback?x=1",
                "http://localhost:9999/callback#f",
                "https://localhost:9999/callback",
                "http://evil.example/callback"
            })
    void a_redirect_uri_that_is_not_registered_to_the_letter_gets_a_page_and_no_redirect(String other) {
        assertPage(world.visitor().open(world.url("redirect_uri", other)), 400, "redirect_uri_mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "redirect_uri"})
    void without_client_or_redirect_uri_there_is_nowhere_to_go_back_to(String name) {
        assertPage(world.visitor().open(world.url(name, "")), 400, "invalid_request");
    }

    @Test
    void two_client_ids_or_redirect_uris_get_a_page() {
        assertPage(world.visitor().open(world.url() + "&client_id=" + GoogleWorld.CLIENT), 400, "invalid_request");
        assertPage(world.visitor().open(world.url() + "&redirect_uri=http://evil.example"), 400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "scope, openid https://www.googleapis.com/auth/no.such.scope, invalid_scope",
        "scope, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, code id_token, unsupported_response_type",
        "response_type, '', invalid_request",
        "response_mode, fragment, invalid_request",
        "access_type, forever, invalid_request",
        "include_granted_scopes, yes, invalid_request",
        "prompt, login, invalid_request",
        "prompt, none consent, invalid_request",
        "code_challenge_method, S512, invalid_request"
    })
    void other_mistakes_go_back_with_state_and_issuer(String name, String value, String error) {
        assertError(world.visitor().open(world.url(name, value)), error);
    }

    @Test
    void any_repeated_parameter_is_refused() {
        assertError(world.visitor().open(world.url() + "&scope=openid"), "invalid_request");
    }

    @Test
    void an_error_without_state_has_none() {
        var left = (Stop.Left) world.visitor().open(world.url("state", "", "scope", ""));

        assertThat(left.callback().getQuery()).doesNotContain("state");
    }

    @Test
    void only_get_is_served() {
        var reply = Http.form(world.google + "/o/oauth2/v2/auth", world.request());

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET");
        assertThat(world.count("authorize", "wrong_method")).isEqualTo(1);
    }

    private void assertError(Stop stop, String error) {
        var left = (Stop.Left) stop;
        assertThat(left.callback().toString()).startsWith(GoogleWorld.REDIRECT + "?");
        assertThat(left.parameter("error")).isEqualTo(error);
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(left.parameter("iss")).isEqualTo(world.google);
        assertThat(left.parameter("code")).isEmpty();
        assertThat(world.count("authorize", error)).isEqualTo(1);
    }

    private static void assertPage(Stop stop, int status, String error) {
        var page = (Stop.Page) stop;
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.html()).contains(error);
    }
}
