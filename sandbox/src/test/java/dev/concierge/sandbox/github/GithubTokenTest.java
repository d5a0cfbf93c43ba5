package dev.concierge.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.http.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("token")
class GithubTokenTest {
    private final GithubWorld world = new GithubWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_answer_is_a_form_unless_another_format_is_asked_for() {
        var form = Http.form(world.tokenUrl(), GithubWorld.withCredentials(world.exchange(world.code())));
        assertThat(form.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(form.body()).contains("scope=read%3Auser%2Cuser%3Aemail&token_type=bearer");
        assertThat(Parameters.parse(form.body()).get("access_token")).matches("gho_[A-Za-z0-9]{36}");

        var json = world.tokens();
        assertThat(json.text("scope")).isEqualTo("read:user,user:email");
        assertThat(json.text("token_type")).isEqualTo("bearer");

        var xml = Http.form(
                world.tokenUrl(),
                GithubWorld.withCredentials(world.exchange(world.code())),
                "Accept",
                "application/xml");
        assertThat(xml.body()).startsWith("<OAuth><access_token>gho_").contains("<token_type>bearer</token_type>");
    }

    @Test
    void a_form_can_lie_as_json_can() {
        world.knobs().patch(JsonMapper.shared().readTree("""
                {"lie": {"endpoint": "token", "merge": {"scope": "repo", "token_type": null}}}
                """));

        var form = Http.form(world.tokenUrl(), GithubWorld.withCredentials(world.exchange(world.code())));

        assertThat(form.body()).endsWith("&scope=repo").doesNotContain("token_type");
    }

    @Test
    void an_oauth_apps_token_has_no_end_and_no_refresh_token() {
        var tokens = world.tokens();
        assertThat(tokens.json().has("expires_in")).isFalse();
        assertThat(tokens.json().has("refresh_token")).isFalse();

        world.pass(Duration.ofDays(300));

        assertThat(world.user(tokens.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void expiry_comes_with_the_setting_with_offline_access_or_with_a_github_app() {
        var on = world.expiring();
        assertThat(on.json().path("expires_in").asInt()).isEqualTo(28_800);
        assertThat(on.text("refresh_token")).matches("ghr_[A-Za-z0-9]{76}");
        assertThat(on.json().path("refresh_token_expires_in").asInt()).isEqualTo(15_897_600);

        world.knobs().reset(GithubKnobs.TOKEN_EXPIRY);
        var asked = world.tokens("scope", "user:email offline_access");
        assertThat(asked.text("refresh_token")).isNotEmpty();
        assertThat(asked.text("scope")).isEqualTo("user:email");

        world.knobs().set(GithubKnobs.GITHUB_APP, true);
        var app = world.tokens();
        assertThat(app.text("access_token")).startsWith("ghu_");
        assertThat(app.json().path("scope").asString()).isEmpty();
        assertThat(app.text("refresh_token")).isNotEmpty();

        world.knobs().set(GithubKnobs.TOKEN_EXPIRY, TokenExpiry.OFF);
        assertThat(world.tokens().json().has("expires_in")).isFalse();
    }

    @Test
    void a_wider_scope_swallows_the_narrower() {
        assertThat(world.tokens("scope", "user:email repo user public_repo").text("scope"))
                .isEqualTo("repo,user");
    }

    @Test
    void parameters_may_come_as_json_or_in_the_query() {
        var json = Http.json(
                "POST", world.tokenUrl(), GithubWorld.json(GithubWorld.withCredentials(world.exchange(world.code()))));
        assertThat(json.body()).startsWith("access_token=gho_");

        var query = Parameters.format(GithubWorld.withCredentials(world.exchange(world.code())));
        assertThat(DialectWorld.send("POST", world.tokenUrl() + "?" + query, "").body())
                .startsWith("access_token=gho_");
    }

    @Test
    void secrets_in_a_json_body_are_known_and_not_in_the_ledger() {
        var code = world.code();
        Http.json("POST", world.tokenUrl(), GithubWorld.json(GithubWorld.withCredentials(world.exchange(code))));

        var line = world.sandbox.ledger().entries("github", "token").getLast();
        assertThat(line.parameters().get("code")).allMatch(value -> value.startsWith("sha256:"));
        assertThat(world.sandbox.secrets().all()).anyMatch(each -> each.value().equals(code));
    }

    @Test
    void grant_type_may_be_left_out_and_another_one_is_refused() {
        var form = world.exchange(world.code());
        form.remove("grant_type");
        assertThat(world.token(form).text("access_token")).isNotEmpty();

        assertError(world.token(Map.of("grant_type", "password")), "unsupported_grant_type");
    }

    @Test
    void errors_come_with_status_200_in_the_same_format() {
        var form = Http.form(world.tokenUrl(), GithubWorld.withCredentials(world.exchange("nonsense")));

        assertThat(form.status()).isEqualTo(200);
        assertThat(Parameters.parse(form.body()).get("error")).isEqualTo("bad_verification_code");
        assertThat(world.count("token", "bad_verification_code")).isEqualTo(1);
    }

    @Test
    void a_code_works_once_for_ten_minutes_for_its_own_client() {
        var code = world.code();
        world.token(world.exchange(code));
        assertError(world.token(world.exchange(code)), "bad_verification_code");
        assertThat(world.reason("token")).isEqualTo("used");

        var late = world.code();
        world.pass(Duration.ofMinutes(10));
        assertError(world.token(world.exchange(late)), "bad_verification_code");

        var stolen = world.exchange(world.code());
        stolen.put("client_id", GithubWorld.OTHER);
        assertError(world.token(stolen), "bad_verification_code");
        assertThat(world.reason("token")).isEqualTo("other_client");
    }

    @Test
    void a_redirect_uri_may_be_left_out_and_must_not_be_another() {
        var without = world.exchange(world.code());
        without.remove("redirect_uri");
        assertThat(world.token(without).text("access_token")).isNotEmpty();

        var other = world.exchange(world.code());
        other.put("redirect_uri", GithubWorld.REDIRECT + "/");
        assertError(world.token(other), "redirect_uri_mismatch");
    }

    @Test
    void a_wrong_or_missing_verifier_is_a_bad_code() {
        var wrong = world.exchange(world.code());
        wrong.put("code_verifier", GithubWorld.VERIFIER.replace('d', 'e'));
        assertError(world.token(wrong), "bad_verification_code");
        assertThat(world.reason("token")).isEqualTo("verifier_wrong");

        var missing = world.exchange(world.code());
        missing.remove("code_verifier");
        assertError(world.token(missing), "bad_verification_code");
        assertThat(world.reason("token")).isEqualTo("verifier_missing");
    }

    @Test
    void wrong_credentials_are_refused_and_basic_is_not_taken() {
        var form = GithubWorld.withCredentials(world.exchange(world.code()));
        form.put("client_secret", "wrong");
        assertError(Http.form(world.tokenUrl(), form, "Accept", "application/json"), "incorrect_client_credentials");

        var basic = Http.form(
                world.tokenUrl(),
                world.exchange(world.code()),
                "Accept",
                "application/json",
                "Authorization",
                GithubWorld.basic(GithubWorld.CLIENT, GithubWorld.SECRET));
        assertError(basic, "incorrect_client_credentials");

        world.knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        assertError(world.tokens(), "incorrect_client_credentials");
        assertThat(world.reason("token")).isEqualTo("secret_expired");
    }

    @Test
    void somebody_without_a_verified_primary_address_gets_nothing() {
        world.knobs().set(GithubKnobs.UNVERIFIED_ACCOUNTS, List.of(GithubWorld.LINH));

        assertError(world.tokens(), "unverified_user_email");
    }

    @Test
    void an_eleventh_token_with_the_same_scopes_ends_the_first() {
        var all = new ArrayList<>(ten());
        world.pass(Duration.ofHours(1));
        all.add(world.tokens().text("access_token"));
        var otherScopes = world.tokens("scope", "gist").text("access_token");

        assertThat(world.user(all.getFirst()).status()).isEqualTo(401);
        assertThat(world.user(all.get(1)).status()).isEqualTo(200);
        assertThat(world.user(otherScopes).status()).isEqualTo(200);
    }

    @Test
    void an_eleventh_token_within_an_hour_is_refused_and_ends_nothing() {
        var first = ten().getFirst();

        var refused = world.token(world.exchange(world.code()));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().has("access_token")).isFalse();
        assertThat(world.count("token", "too_many_tokens")).isEqualTo(1);
        assertThat(world.user(first).status()).isEqualTo(200);
        assertThat(world.tokens("scope", "gist").text("access_token")).isNotEmpty();

        world.pass(Duration.ofHours(1));
        assertThat(world.tokens().text("access_token")).isNotEmpty();
        assertThat(world.user(first).status()).isEqualTo(401);
    }

    @Test
    void how_many_an_hour_is_a_knob() {
        world.knobs().set(GithubKnobs.TOKENS_PER_HOUR, 1L);
        assertThat(world.tokens().text("access_token")).isNotEmpty();

        assertThat(world.token(world.exchange(world.code())).status()).isEqualTo(429);
    }

    @Test
    void a_year_without_use_ends_a_token_and_each_use_begins_it_anew() {
        var token = world.tokens().text("access_token");
        world.pass(Duration.ofDays(300));
        assertThat(world.user(token).status()).isEqualTo(200);
        world.pass(Duration.ofDays(364));
        assertThat(world.user(token).status()).isEqualTo(200);

        world.pass(Duration.ofDays(365));

        assertThat(world.application("POST", "token", token).status()).isEqualTo(404);
        assertThat(world.user(token).status()).isEqualTo(401);
    }

    @Test
    void how_long_unused_is_a_knob() {
        world.knobs().set(GithubKnobs.UNUSED_LIFE_SECONDS, 60L);
        var token = world.tokens().text("access_token");
        world.pass(Duration.ofSeconds(60));

        assertThat(world.user(token).status()).isEqualTo(401);
    }

    private List<String> ten() {
        return IntStream.range(0, 10)
                .mapToObj(_ -> world.tokens().text("access_token"))
                .toList();
    }

    private static void assertError(Reply reply, String error) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("error")).isEqualTo(error);
        assertThat(reply.text("error_description")).isNotEmpty();
        assertThat(reply.json().has("access_token")).isFalse();
    }
}
