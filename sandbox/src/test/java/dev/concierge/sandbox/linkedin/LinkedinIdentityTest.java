package dev.concierge.sandbox.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class LinkedinIdentityTest {
    private final LinkedinWorld world = new LinkedinWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void userinfo_tells_what_the_scopes_allow() {
        var full = world.userinfo(world.tokens().text("access_token")).json();
        assertThat(full.path("email").asString()).isEqualTo(LinkedinWorld.LINH);
        assertThat(full.path("email_verified").asBoolean()).isTrue();
        assertThat(full.path("given_name").asString()).isEqualTo("Linh");
        assertThat(full.path("locale").path("country").asString()).isEqualTo("DE");

        var narrow = world.userinfo(world.tokens("scope", "openid").text("access_token"))
                .json();
        assertThat(narrow.path("sub")).isEqualTo(full.path("sub"));
        assertThat(narrow.size()).isEqualTo(1);
    }

    @Test
    void openid_is_needed_and_the_token_must_be_alive() {
        var posts = world.tokens("scope", "w_member_social").text("access_token");

        var forbidden = world.userinfo(posts);
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.text("message")).startsWith("Not enough permissions to access:");
        assertThat(world.userinfo("unknown").json().path("serviceErrorCode").asInt())
                .isEqualTo(65_600);
        world.knobs().set(LinkedinKnobs.SERVICE_ERROR_CODES, false);
        assertThat(world.userinfo("unknown").json().has("serviceErrorCode")).isFalse();
    }

    @Test
    void a_member_has_another_subject_at_another_app() {
        var mine = world.userinfo(world.tokens().text("access_token")).text("sub");

        var code = world.code("client_id", LinkedinWorld.OTHER);
        var form = LinkedinWorld.withCredentials(world.exchange(code));
        form.put("client_id", LinkedinWorld.OTHER);
        var theirs = Http.form(world.tokenUrl(), form).text("access_token");

        assertThat(world.userinfo(theirs).text("sub")).isNotEmpty().isNotEqualTo(mine);
    }

    @Test
    void the_id_token_is_signed_and_has_no_nonce_unless_the_knob_says_so() throws Exception {
        var first = JWSObject.parse(world.tokens().text("id_token"));
        var keys = JWKSet.parse(Http.get(world.base + "/oauth/openid/jwks").body());
        var key = keys.getKeyByKeyId(first.getHeader().getKeyID()).toRSAKey();
        assertThat(first.verify(new RSASSAVerifier(key))).isTrue();
        var claims = first.getPayload().toJSONObject();
        assertThat(claims).containsEntry("iss", world.base + "/oauth").containsEntry("aud", LinkedinWorld.CLIENT);
        assertThat(claims).containsEntry("locale", "en_DE").doesNotContainKey("nonce");

        world.knobs().set(LinkedinKnobs.NONCE_ECHOED, true);
        world.knobs().set(LinkedinKnobs.ISSUER_WITHOUT_PATH, true);
        var second =
                JWSObject.parse(world.tokens().text("id_token")).getPayload().toJSONObject();
        assertThat(second).containsEntry("nonce", "nonce-of-the-test").containsEntry("iss", world.base);
    }

    @Test
    void discovery_lies_below_oauth() {
        var document = Http.get(world.base + "/oauth/.well-known/openid-configuration");

        assertThat(document.text("issuer")).isEqualTo(world.base + "/oauth");
        assertThat(document.text("jwks_uri")).isEqualTo(world.base + "/oauth/openid/jwks");
        assertThat(Http.get(world.base + "/.well-known/openid-configuration").status())
                .isEqualTo(404);
    }

    @Test
    void a_throttled_day_has_no_headers_to_go_by() {
        var token = world.tokens().text("access_token");
        world.knobs().set(LinkedinKnobs.THROTTLED, true);

        var reply = world.userinfo(token);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEmpty();
        assertThat(reply.response().headers().map().keySet()).noneMatch(name -> name.contains("rate"));
    }

    @Test
    void a_person_ends_access_by_hand_and_faults_are_knobs() {
        var token = world.tokens().text("access_token");
        var sub = world.userinfo(token).text("sub");
        world.knobs().set(Knobs.WRONG_SUBJECT, true);
        world.knobs().set(LinkedinKnobs.LOCALE_AS_TEXT, true);
        assertThat(world.userinfo(token).text("sub")).isNotEqualTo(sub);
        assertThat(world.userinfo(token).text("locale")).isEqualTo("en_DE");

        Http.form(world.base + "/connections", Map.of("account", LinkedinWorld.LINH, "remove", "Concierge"));

        assertThat(world.userinfo(token).json().path("serviceErrorCode").asInt())
                .isEqualTo(65_601);
    }
}
