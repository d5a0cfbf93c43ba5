package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenID Connect Core sections 2 and 3.1.3. */
@Tag("token")
class IdTokenTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void its_signature_verifies_with_the_published_key() throws Exception {
        assertThat(verifies(world.tokens().text("id_token"))).isTrue();
    }

    @Test
    void its_claims_are_googles() throws Exception {
        var tokens = world.tokens();
        var claims = claims(tokens.text("id_token"));

        assertThat(claims.path("iss").stringValue()).isEqualTo(world.google);
        assertThat(claims.path("aud").stringValue()).isEqualTo(GoogleWorld.CLIENT);
        assertThat(claims.path("azp").stringValue()).isEqualTo(GoogleWorld.CLIENT);
        assertThat(claims.path("sub").stringValue()).matches("1\\d{20}");
        assertThat(claims.path("email").stringValue()).isEqualTo(GoogleWorld.LINH);
        assertThat(claims.path("email_verified").booleanValue()).isTrue();
        assertThat(claims.path("name").stringValue()).isEqualTo("Linh Tran");
        assertThat(claims.path("hd").stringValue()).isEqualTo("meridian.example");
        assertThat(claims.path("nonce").stringValue()).isEqualTo("nonce-of-the-test");
        long now = world.sandbox.clock().instant().getEpochSecond();
        assertThat(claims.path("iat").longValue()).isEqualTo(now);
        assertThat(claims.path("exp").longValue()).isEqualTo(now + 3600);
        assertThat(claims.path("at_hash").stringValue()).isEqualTo(leftHalf(tokens.text("access_token")));
    }

    @Test
    void it_says_only_what_the_scopes_allow() {
        var claims = claims(world.tokens("scope", "openid").text("id_token"));

        assertThat(claims.has("sub")).isTrue();
        assertThat(claims.has("email")).isFalse();
        assertThat(claims.has("name")).isFalse();
    }

    @Test
    void without_openid_there_is_none() {
        assertThat(world.tokens("scope", "email " + GoogleWorld.READ_EVENTS)
                        .json()
                        .has("id_token"))
                .isFalse();
    }

    @Test
    void a_request_without_nonce_gets_none_and_a_refresh_neither() {
        assertThat(claims(world.tokens("nonce", "").text("id_token")).has("nonce"))
                .isFalse();

        var refreshed = world.refresh(world.tokens("prompt", "consent").text("refresh_token"));
        assertThat(claims(refreshed.text("id_token")).has("nonce")).isFalse();
    }

    @Test
    void the_subject_belongs_to_the_account() {
        var work = claims(world.tokens().text("id_token")).path("sub").stringValue();
        var code = world.newVisitor().allow(world.url(), GoogleWorld.LINH_HOME).parameter("code");
        var home = claims(world.token(world.exchange(code)).text("id_token"))
                .path("sub")
                .stringValue();

        assertThat(home).isNotEqualTo(work);
        assertThat(claims(world.tokens("prompt", "consent").text("id_token"))
                        .path("sub")
                        .stringValue())
                .isEqualTo(home);
    }

    @Test
    void nonce_and_audience_can_be_wrong() {
        world.sandbox.knobs().set(Knobs.WRONG_NONCE, true);
        world.sandbox.knobs().set(Knobs.WRONG_AUDIENCE, true);

        var claims = claims(world.tokens().text("id_token"));

        assertThat(claims.path("nonce").stringValue()).isNotEqualTo("nonce-of-the-test");
        assertThat(claims.path("aud").stringValue()).isNotEqualTo(GoogleWorld.CLIENT);
    }

    @Test
    void it_can_be_unsigned() {
        world.sandbox.knobs().set(Knobs.ALGORITHM_NONE, true);

        var token = world.tokens().text("id_token");

        assertThat(token).endsWith(".");
        assertThat(part(token, 0).path("alg").stringValue()).isEqualTo("none");
    }

    @Test
    void any_claim_can_be_a_lie() throws Exception {
        world.sandbox
                .knobs()
                .set(
                        Knobs.ID_TOKEN_CLAIMS,
                        JSON.createObjectNode().put("exp", 5).putNull("email"));

        var token = world.tokens().text("id_token");

        assertThat(verifies(token)).as("a lie is signed like the truth").isTrue();
        assertThat(claims(token).path("exp").intValue()).isEqualTo(5);
        assertThat(claims(token).has("email")).isFalse();
    }

    @Test
    void after_a_rotation_old_tokens_still_verify_and_new_ones_have_another_key() throws Exception {
        var before = world.tokens().text("id_token");
        world.sandbox.rotateKeys("google", false);
        var after = world.tokens().text("id_token");

        assertThat(part(before, 0).get("kid")).isNotEqualTo(part(after, 0).get("kid"));
        assertThat(verifies(before)).isTrue();
        assertThat(verifies(after)).isTrue();
    }

    @Test
    void a_withdrawn_key_is_gone() throws Exception {
        var before = world.tokens().text("id_token");
        world.sandbox.rotateKeys("google", true);

        assertThat(verifies(before)).isFalse();
        assertThat(jwks().getKeys()).hasSize(1);
    }

    @Test
    void published_keys_hold_no_private_half() throws Exception {
        assertThat(jwks().getKeys()).hasSize(1).noneMatch(key -> key.isPrivate());
        var reply = Http.get(world.google + "/oauth2/v3/certs");
        assertThat(reply.json().path("keys").get(0).propertyNames())
                .containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n");
        assertThat(reply.header("Cache-Control")).contains("max-age");
    }

    @Test
    void discovery_names_what_is_served() {
        var document =
                Http.get(world.google + "/.well-known/openid-configuration").json();

        assertThat(document.path("issuer").stringValue()).isEqualTo(world.google);
        assertThat(document.path("authorization_response_iss_parameter_supported")
                        .booleanValue())
                .isTrue();
        for (var endpoint : Map.of("authorization_endpoint", 400, "userinfo_endpoint", 401, "jwks_uri", 200)
                .entrySet()) {
            assertThat(Http.get(document.path(endpoint.getKey()).stringValue()).status())
                    .isEqualTo(endpoint.getValue());
        }
        for (var endpoint : new String[] {"token_endpoint", "revocation_endpoint"}) {
            assertThat(Http.rawForm(document.path(endpoint).stringValue(), "").text("error"))
                    .isEqualTo("invalid_request");
        }
    }

    private boolean verifies(String token) throws Exception {
        var signed = JWSObject.parse(token);
        var key = jwks().getKeyByKeyId(signed.getHeader().getKeyID());
        return key != null && signed.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    private JWKSet jwks() throws Exception {
        return JWKSet.parse(Http.get(world.google + "/oauth2/v3/certs").body());
    }

    private static JsonNode claims(String token) {
        return part(token, 1);
    }

    private static JsonNode part(String token, int index) {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }

    private static String leftHalf(String accessToken) throws Exception {
        var hash = MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
    }
}
