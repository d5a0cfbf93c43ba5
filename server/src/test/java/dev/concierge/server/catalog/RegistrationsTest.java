package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.PublicUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations from the environment. */
@Tag("flow")
class RegistrationsTest {
    private static final Catalog CATALOG = Catalogs.builtIn();

    private final Map<String, String> variables = new HashMap<>(
            Map.of("GOOGLE_CLIENT_ID", "123.apps.googleusercontent.com", "GOOGLE_CLIENT_SECRET", "GOCSPX-abc"));

    private Registrations read(boolean production) {
        return EnvironmentRegistrations.read(
                CATALOG.all(), List.of(), variables::get, PublicUrl.of("https://ours.example/"), production);
    }

    @Test
    void id_and_secret_make_a_registration_with_our_callback() {
        Registration google = read(true).find("google").orElseThrow();
        assertThat(google.clientId()).isEqualTo("123.apps.googleusercontent.com");
        assertThat(google.clientSecret()).isEqualTo(Secret.of("GOCSPX-abc"));
        assertThat(google.redirectUri()).hasToString("https://ours.example/api/v1/oauth/google/callback");
        assertThat(google.toString()).doesNotContain("GOCSPX");
        assertThat(read(true).byId(google.id())).contains(google);
        assertThat(read(true).byId("other")).isEmpty();
        assertThat(read(true).signInRedirectUri("google")).hasToString("https://ours.example/auth/callback/google");
    }

    @Test
    void nothing_given_means_not_configured() {
        variables.clear();
        variables.put("GOOGLE_CLIENT_ID", " ");
        assertThat(read(true).find("google")).isEmpty();
    }

    @Test
    void the_older_callback_path_may_be_named() {
        variables.put("GOOGLE_REDIRECT_URI", "https://ours.example/api/oauth/google/callback");
        assertThat(read(true).find("google").orElseThrow().redirectUri())
                .hasToString("https://ours.example/api/oauth/google/callback");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/api/v1/oauth/google/callback",
                "http://ours.example/api/v1/oauth/google/callback",
                "https://ours.example/api/v1/oauth/google/callback/",
                "https://ours.example/api/v1/oauth/other/callback"
            })
    void a_redirect_uri_that_we_do_not_serve_stops_the_start(String redirect) {
        variables.put("GOOGLE_REDIRECT_URI", redirect);
        assertThatThrownBy(() -> read(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GOOGLE_REDIRECT_URI must be https://ours.example/api/v1/oauth/google/callback"
                        + " or https://ours.example/api/oauth/google/callback.");
    }

    @Test
    void half_a_registration_a_placeholder_and_a_blank_inside_stop_the_start() {
        variables.remove("GOOGLE_CLIENT_SECRET");
        assertThatThrownBy(() -> read(false)).hasMessageContaining("go together");
        variables.put("GOOGLE_CLIENT_SECRET", "changeme");
        assertThatThrownBy(() -> read(true)).hasMessage("GOOGLE_CLIENT_SECRET is a placeholder.");
        variables.put("GOOGLE_CLIENT_SECRET", "a b");
        assertThatThrownBy(() -> read(false)).hasMessageStartingWith("GOOGLE_CLIENT_SECRET holds a blank");
    }

    @Test
    void each_use_is_switched_by_its_own_variable_and_what_exists_always_finds_its_client() {
        variables.put("GOOGLE_CONNECT_ENABLED", "false");
        assertThat(read(true).find("google")).isEmpty();
        assertThat(read(true).find("google", Use.SIGN_IN)).isPresent();
        assertThat(read(true).byId("google")).isPresent();

        variables.put("GOOGLE_CONNECT_ENABLED", " TRUE ");
        variables.put("GOOGLE_SIGN_IN_ENABLED", "false");
        assertThat(read(true).find("google")).isPresent();
        assertThat(read(true).find("google", Use.SIGN_IN)).isEmpty();
    }

    @Test
    void who_shares_a_client_is_switched_with_it_or_by_a_variable_of_its_own() {
        variables.put("GOOGLE_CONNECT_ENABLED", "false");
        assertThat(read(true).find("youtube")).isEmpty();
        variables.put("YOUTUBE_CONNECT_ENABLED", "true");
        assertThat(read(true).find("youtube")).isPresent();
        assertThat(read(true).find("google")).isEmpty();
    }

    @Test
    void a_switch_that_is_neither_true_nor_false_or_has_no_client_stops_the_start() {
        variables.put("GOOGLE_SIGN_IN_ENABLED", "off");
        assertThatThrownBy(() -> read(true)).hasMessage("GOOGLE_SIGN_IN_ENABLED is true or false.");
        variables.remove("GOOGLE_SIGN_IN_ENABLED");
        variables.put("GITHUB_CONNECT_ENABLED", "false");
        assertThatThrownBy(() -> read(true))
                .hasMessageStartingWith("GITHUB_CONNECT_ENABLED is for a client that the environment names");
    }

    @Test
    void an_app_in_testing_is_named_wherever_its_client_stands() {
        variables.put("GITHUB_IN_TESTING", "true");
        assertThat(read(true).isInTesting("github")).isTrue();
        assertThat(read(true).isInTesting("google")).isFalse();
    }

    @Test
    void youtube_uses_googles_client_when_it_has_none_and_its_grants_stay_with_that_client() {
        Registration youtube = read(true).find("youtube").orElseThrow();
        assertThat(youtube.id()).isEqualTo("google");
        assertThat(youtube.clientId()).isEqualTo("123.apps.googleusercontent.com");
        assertThat(youtube.redirectUri()).hasToString("https://ours.example/api/v1/oauth/youtube/callback");
        assertThat(read(true).byId("google").orElseThrow().providerId()).isEqualTo("google");
        assertThat(read(true).byId("youtube")).isEmpty();
        variables.put("YOUTUBE_CLIENT_ID", "own");
        variables.put("YOUTUBE_CLIENT_SECRET", "own-secret");
        assertThat(read(true).find("youtube").orElseThrow().id()).isEqualTo("youtube");
        assertThat(read(true).byId("youtube").orElseThrow().clientId()).isEqualTo("own");
    }

    @Test
    void a_shared_client_may_have_a_redirect_uri_of_its_own_and_none_is_shared_that_is_not_there() {
        variables.put("YOUTUBE_REDIRECT_URI", "https://ours.example/api/oauth/youtube/callback");
        assertThat(read(true).find("youtube").orElseThrow().redirectUri())
                .hasToString("https://ours.example/api/oauth/youtube/callback");
        variables.remove("GOOGLE_CLIENT_ID");
        variables.remove("GOOGLE_CLIENT_SECRET");
        assertThat(read(true).find("youtube")).isEmpty();
    }
}
