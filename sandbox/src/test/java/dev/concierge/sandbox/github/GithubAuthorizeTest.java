package dev.concierge.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flow")
class GithubAuthorizeTest {
    private static final String LINH = GithubWorld.LINH;
    private static final String REDIRECT = GithubWorld.REDIRECT;

    private final GithubWorld world = new GithubWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void consent_brings_state_and_code_and_no_iss() {
        var left = world.allow(LINH);

        assertThat(left.callback().toString()).startsWith(REDIRECT + "?");
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(left.parameter("code")).matches("[0-9a-f]{20}");
        assertThat(left.parameter("iss")).isEmpty();
    }

    @Test
    void the_pages_show_logins_and_have_the_controls_of_the_others() {
        var page = (Stop.Page) world.visitor().open(world.url());
        assertThat(page.html())
                .contains("name=\"account\" value=\"" + LINH + "\"")
                .contains("@linhtran");

        var consent = (Stop.Page) world.visitor().choose(page, LINH);
        assertThat(consent.html()).contains("id=\"allow\"", "id=\"deny\"").doesNotContain("type=\"checkbox\"");
    }

    @Test
    void refusing_is_told_with_description_and_uri() {
        var left = world.visitor().deny(world.url(), LINH);

        assertThat(left.parameter("error")).isEqualTo("access_denied");
        assertThat(left.parameter("error_description")).isEqualTo("The user has denied your application access.");
        assertThat(left.parameter("error_uri")).endsWith("#access-denied");
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
    }

    @Test
    void a_redirect_uri_left_out_means_the_first_registered_one() {
        assertThat(world.allow(LINH, "redirect_uri", "").callback().toString()).startsWith(REDIRECT + "?state=");
    }

    @Test
    void a_wrong_redirect_uri_is_told_to_the_registered_one_and_never_to_itself() {
        var left = (Stop.Left) world.visitor().open(world.url("redirect_uri", "https://evil.example/callback"));

        assertThat(left.callback().toString()).startsWith(REDIRECT + "?");
        assertThat(left.parameter("error")).isEqualTo("redirect_uri_mismatch");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9999/callback/deeper, true",
        "http://127.0.0.1:5555/callback, true",
        "http://127.0.0.1:9999/callback-not, false",
        "http://127.0.0.1:9999/callback/../elsewhere, false",
        "http://127.0.0.2:9999/callback, false",
        "https://127.0.0.1:9999/callback, false",
        "https://app.shop.example/back, true",
        "https://sub.app.shop.example/back/x, true",
        "https://evilapp.shop.example/back, false",
        "https://app.shop.example:444/back, false",
    })
    void only_old_single_entries_match_by_prefix(String uri, boolean matches) {
        var both = List.of(REDIRECT, "https://app.shop.example/back");
        world.sandbox.registerClient(new Client("github", GithubWorld.CLIENT, GithubWorld.SECRET, "Concierge", both));
        boolean registered = both.contains(uri);
        assertThat(world.visitor().open(world.url("redirect_uri", uri)) instanceof Stop.Page)
                .isEqualTo(registered);

        world.knobs().set(GithubKnobs.PREFIX_REDIRECTS, true);
        var stop = world.newVisitor().open(world.url("redirect_uri", uri));

        assertThat(stop instanceof Stop.Page).isEqualTo(matches);
    }

    @Test
    void an_unknown_client_sees_a_page() {
        var stop = (Stop.Page) world.visitor().open(world.url("client_id", "nobody"));

        assertThat(stop.status()).isEqualTo(404);
    }

    @Test
    void the_implicit_grant_and_unknown_scopes_are_refused() {
        assertThat(error("response_type", "token")).isEqualTo("unsupported_response_type");
        assertThat(error("scope", "user everything")).isEqualTo("invalid_scope");
        assertThat(error("scope", "user,repo")).isEqualTo("invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", ""})
    void only_S256_is_a_method(String method) {
        assertThat(error("code_challenge_method", method)).isEqualTo("invalid_request");
    }

    @Test
    void a_request_without_challenge_passes_when_the_knob_is_as_at_github() {
        assertThat(error("code_challenge", "", "code_challenge_method", "")).isEqualTo("invalid_request");

        world.knobs().set(Knobs.REQUIRE_PKCE, false);
        var code = world.code("code_challenge", "", "code_challenge_method", "");
        var form = world.exchange(code);
        form.remove("code_verifier");
        assertThat(world.token(form).text("access_token")).startsWith("gho_");
    }

    @Test
    void the_same_scopes_again_pass_silently_and_more_are_asked_for() {
        world.allow(LINH);

        assertThat(world.visitor().open(world.url())).isInstanceOf(Stop.Left.class);
        assertThat(world.visitor().open(world.url("scope", "user:email"))).isInstanceOf(Stop.Left.class);
        assertThat(world.visitor().open(world.url("scope", "user:email gist"))).isInstanceOf(Stop.Page.class);
    }

    @Test
    void without_a_scope_it_is_the_union_of_all_before() {
        world.code("scope", "user");
        world.code("scope", "gist");
        var left = (Stop.Left) world.visitor().open(world.url("scope", ""));

        var tokens = world.token(world.exchange(left.parameter("code")));

        assertThat(tokens.text("scope").split(",")).containsExactlyInAnyOrder("user", "gist");
    }

    @Test
    void without_a_scope_the_first_time_nothing_is_granted() {
        assertThat(world.tokens("scope", "").text("scope")).isEmpty();
    }

    @Test
    void select_account_and_login_lead_the_choice() {
        world.allow(LINH);

        assertThat(page("prompt", "select_account")).endsWith("/signin/account");
        assertThat(page("login", "anaruiz")).endsWith("/signin/account");
        assertThat(world.visitor().open(world.url("login", "linhtran"))).isInstanceOf(Stop.Left.class);
    }

    @Test
    void a_suspended_app_is_told_so() {
        world.knobs().set(GithubKnobs.APPLICATION_SUSPENDED, true);

        assertThat(error()).isEqualTo("application_suspended");
    }

    private String error(String... changes) {
        return ((Stop.Left) world.visitor().open(world.url(changes))).parameter("error");
    }

    private String page(String... changes) {
        return ((Stop.Page) world.visitor().open(world.url(changes))).address().getPath();
    }
}
