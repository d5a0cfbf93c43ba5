package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.http.Parameters;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class CodeExchangeTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_answer_has_googles_fields() {
        var reply = world.tokens();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames())
                .containsExactly("access_token", "expires_in", "refresh_token", "scope", "token_type", "id_token");
        assertThat(reply.json().get("expires_in").longValue()).isEqualTo(3599);
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(reply.text("access_token")).startsWith("ya29.").hasSizeLessThanOrEqualTo(2048);
        assertThat(reply.text("refresh_token")).startsWith("1//").hasSizeLessThanOrEqualTo(512);
        assertThat(reply.text("scope")).contains("https://www.googleapis.com/auth/userinfo.email");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void basic_works_like_the_form() {
        assertThat(basic(GoogleWorld.CLIENT, GoogleWorld.SECRET).status()).isEqualTo(200);
        assertError(basic(GoogleWorld.CLIENT, "wrong"), 401, "invalid_client");
    }

    @Test
    void both_ways_at_once_are_refused() {
        var form = world.exchange(world.code());
        var both = Http.form(
                world.google + "/token", form, "Authorization", header(GoogleWorld.CLIENT, GoogleWorld.SECRET));

        assertError(both, 400, "invalid_request");
    }

    @Test
    void an_unreadable_authorization_is_not_passed_over_in_favour_of_the_form() {
        var form = world.exchange(world.code());

        assertError(Http.form(world.google + "/token", form, "Authorization", "Basic %%%"), 401, "invalid_client");
    }

    @Test
    void a_wrong_secret_is_401() {
        var form = world.exchange(world.code());
        form.put("client_secret", "wrong");
        var reply = world.token(form);

        assertError(reply, 401, "invalid_client");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic");
        form.put("client_secret", GoogleWorld.SECRET);
        assertThat(world.token(form).status()).as("the code is still good").isEqualTo(200);
    }

    @Test
    void an_unknown_client_is_401_and_a_missing_secret_400() {
        var form = world.exchange(world.code());
        form.put("client_id", "nobody.apps.example");
        assertError(world.token(form), 401, "invalid_client");

        form.put("client_id", GoogleWorld.CLIENT);
        form.remove("client_secret");
        assertError(world.token(form), 400, "invalid_request");
    }

    @Test
    void odd_characters_in_names_are_only_unknown_names() {
        var form = world.exchange("a\tb");
        form.put("client_id", "google\tconcierge\u0000\\");

        assertError(world.token(form), 401, "invalid_client");
        assertError(world.token(world.exchange("\t\u0000")), 400, "invalid_grant");
    }

    @Test
    void credentials_in_the_query_do_not_count() {
        var form = world.exchange(world.code());
        form.remove("client_secret");

        assertError(
                Http.form(world.google + "/token?client_secret=" + GoogleWorld.SECRET, form), 400, "invalid_request");
    }

    @Test
    void an_expired_secret_is_refused_until_the_knob_is_put_back() {
        world.sandbox.knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        var form = world.exchange(world.code());
        assertError(world.token(form), 401, "invalid_client");

        world.sandbox.knobs().reset(Knobs.CLIENT_SECRET_EXPIRED);
        assertThat(world.token(form).status()).isEqualTo(200);
    }

    @Test
    void a_code_works_once_and_its_tokens_stay() {
        var code = world.code();
        var first = world.token(world.exchange(code));

        assertError(world.token(world.exchange(code)), 400, "invalid_grant");
        assertThat(world.events(first.text("access_token"), "").status()).isEqualTo(200);
    }

    @Test
    void a_second_use_can_end_the_grant_where_the_knob_says_so() {
        world.sandbox.knobs().set(Knobs.CODE_REUSE_KILLS_GRANT, true);
        var code = world.code();
        var first = world.token(world.exchange(code));

        world.token(world.exchange(code));

        assertThat(world.events(first.text("access_token"), "").status()).isEqualTo(401);
    }

    @Test
    void of_fifty_at_once_one_gets_the_tokens() {
        var request = Http.formRequest(world.google + "/token", world.exchange(world.code()));

        var statuses = IntStream.range(0, 50).mapToObj(_ -> Http.later(request)).toList().stream()
                .map(reply -> reply.join().status())
                .toList();

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(world.count("token", "issued")).isEqualTo(1);
        assertThat(world.count("token", "invalid_grant")).isEqualTo(49);
    }

    @Test
    void a_code_lives_ten_minutes() {
        var early = world.code();
        world.pass(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(world.token(world.exchange(early)).status()).isEqualTo(200);

        var late = world.code();
        world.pass(Duration.ofMinutes(10));
        assertError(world.token(world.exchange(late)), 400, "invalid_grant");
    }

    @Test
    void a_code_of_another_client_is_refused_and_not_spent() {
        var code = world.code();
        var form = world.exchange(code);
        form.put("client_id", GoogleWorld.SIBLING);
        assertError(world.token(form), 400, "invalid_grant");

        assertThat(world.token(world.exchange(code)).status()).isEqualTo(200);
    }

    @Test
    void another_redirect_uri_has_its_own_error_and_spends_the_code() {
        var code = world.code();
        var form = world.exchange(code);
        form.put("redirect_uri", GoogleWorld.REDIRECT + "/");
        assertError(world.token(form), 400, "redirect_uri_mismatch");

        form.remove("redirect_uri");
        assertError(world.token(world.exchange(code)), 400, "invalid_grant");
    }

    @Test
    void a_grant_that_ended_meanwhile_takes_its_codes_along() {
        var code = world.code();
        world.sandbox.revoke("google", GoogleWorld.LINH, GoogleWorld.CLIENT);

        assertError(world.token(world.exchange(code)), 400, "invalid_grant");
    }

    @Test
    void repeated_parameters_are_refused_and_unknown_ones_ignored() {
        var form = world.exchange(world.code());
        form.put("favourite_colour", "blue");
        var body = Parameters.format(form);

        assertError(Http.rawForm(world.google + "/token", body + "&code=x"), 400, "invalid_request");
        assertThat(Http.rawForm(world.google + "/token", body).status()).isEqualTo(200);
    }

    @Test
    void the_body_is_a_form_and_the_method_post() {
        assertError(Http.json("POST", world.google + "/token", "{}"), 400, "invalid_request");
        assertThat(Http.get(world.google + "/token").status()).isEqualTo(405);
        assertError(Http.rawForm(world.google + "/token", "grant_type=%zz"), 400, "invalid_request");
    }

    @Test
    void a_missing_or_unknown_grant_type_says_so() {
        var form = world.exchange("x");
        form.put("grant_type", "password");
        assertError(world.token(form), 400, "unsupported_grant_type");
        form.remove("grant_type");
        assertError(world.token(form), 400, "invalid_request");
        form.put("grant_type", "authorization_code");
        form.remove("code");
        assertError(world.token(form), 400, "invalid_request");
    }

    private Reply basic(String id, String secret) {
        var form = world.exchange(world.code());
        form.remove("client_id");
        form.remove("client_secret");
        return Http.form(world.google + "/token", form, "Authorization", header(id, secret));
    }

    private static String header(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
    }

    private static void assertError(Reply reply, int status, String error) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("error")).isEqualTo(error);
        assertThat(reply.json().has("access_token")).isFalse();
    }
}
