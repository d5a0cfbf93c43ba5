package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static dev.concierge.sandbox.meta.MetaWorld.subcode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fields 3, 5 and 10 of Meta: the code exchange, by GET. */
@Tag("token")
class MetaTokenTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_answer_has_no_scope_and_no_refresh_token() {
        var reply = world.tokens();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames()).containsExactly("access_token", "token_type", "expires_in");
        assertThat(reply.text("token_type")).isEqualTo("bearer");
        assertThat(reply.json().path("expires_in").longValue()).isBetween(3600L, 7200L);
        assertThat(reply.header("facebook-api-version")).isEqualTo("v26.0");
    }

    @Test
    void a_form_works_like_the_query_but_a_query_beside_a_form_does_not() {
        var form = MetaWorld.withCredentials(world.exchange(world.code()));
        assertThat(Http.form(world.tokenUrl(), form).status()).isEqualTo(200);

        var url = world.tokenUrl() + "?client_secret=" + MetaWorld.SECRET;
        var without = MetaWorld.withCredentials(world.exchange(world.code()));
        without.remove("client_secret");
        assertError(Http.form(url, without), 100, 0);
    }

    @Test
    void each_fault_of_the_client_has_its_code() {
        assertError(world.token(Map.of("code", "x", "client_secret", "wrong")), 101, 0);
        assertError(world.token(Map.of("code", "x", "client_id", "1234")), 101, 0);
        assertError(world.token(Map.of("code", "x", "client_secret", "")), 100, 0);
        assertError(world.token(Map.of()), 100, 0);
        world.knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        assertError(world.token(world.exchange(world.code())), 101, 0);
    }

    @Test
    void a_code_works_once_for_its_redirect_uri_and_not_long() {
        var code = world.code();
        assertThat(world.token(world.exchange(code)).status()).isEqualTo(200);
        assertError(world.token(world.exchange(code)), 100, 36009);

        var elsewhere = world.exchange(world.code());
        elsewhere.put("redirect_uri", MetaWorld.LOCALHOST + "/");
        assertError(world.token(elsewhere), 100, 36008);

        var late = world.code();
        world.pass(Duration.ofMinutes(10));
        assertError(world.token(world.exchange(late)), 100, 36007);
        assertError(world.token(world.exchange("nonsense")), 100, 0);
    }

    @Test
    void a_code_of_another_app_is_none_and_stays_good() {
        var code = world.code();
        var other = world.exchange(code);
        other.put("client_id", MetaWorld.OTHER);

        assertError(world.token(other), 100, 0);
        assertThat(world.token(world.exchange(code)).status()).isEqualTo(200);
    }

    @Test
    void there_is_nothing_to_refresh_with() {
        assertError(world.token(Map.of("grant_type", "refresh_token", "refresh_token", "x")), 100, 0);
        assertError(world.token(Map.of("grant_type", "password")), 100, 0);
    }

    @Test
    void errors_have_metas_shape() {
        var error = world.token(world.exchange("nonsense")).json().path("error");

        assertThat(error.propertyNames()).containsExactly("message", "type", "code", "fbtrace_id");
        assertThat(error.path("type").stringValue()).isEqualTo("OAuthException");
    }

    private static void assertError(Reply reply, int code, int subcode) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(code(reply)).isEqualTo(code);
        assertThat(subcode(reply)).isEqualTo(subcode);
    }
}
