package dev.concierge.sandbox.microsoft;

import static dev.concierge.sandbox.microsoft.MicrosoftWorld.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 8 of Microsoft: oid and tid, the pairwise subject, and addresses that nobody verified. */
@Tag("flow")
class MicrosoftIdentityTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_id_token_verifies_and_says_who_it_is_for() throws Exception {
        var tokens = world.tokens();
        var claims = claims(tokens);

        var keys = JWKSet.parse(
                Http.get(world.base + "/common/discovery/v2.0/keys").body());
        var signed = JWSObject.parse(tokens.text("id_token"));
        var key = keys.getKeyByKeyId(signed.getHeader().getKeyID());
        assertThat(signed.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(claims.propertyNames())
                .containsExactly(
                        "aud",
                        "iss",
                        "iat",
                        "nbf",
                        "exp",
                        "name",
                        "oid",
                        "preferred_username",
                        "email",
                        "nonce",
                        "sub",
                        "tid",
                        "uti",
                        "ver");
        assertThat(claims.path("aud").stringValue()).isEqualTo(MicrosoftWorld.CLIENT);
        assertThat(claims.path("ver").stringValue()).isEqualTo("2.0");
    }

    @Test
    void oid_is_graphs_id_and_the_same_for_all_apps_while_sub_is_not() {
        var tokens = world.tokens();
        var sibling = world.token(
                world.exchange(world.code("client_id", MicrosoftWorld.SIBLING), "client_id", MicrosoftWorld.SIBLING));

        var me = world.graph("/v1.0/me", tokens.text("access_token"));
        assertThat(me.text("id")).isEqualTo(claims(tokens).path("oid").stringValue());
        assertThat(claims(sibling).path("oid")).isEqualTo(claims(tokens).path("oid"));
        assertThat(claims(sibling).path("sub")).isNotEqualTo(claims(tokens).path("sub"));
    }

    @Test
    void oid_needs_the_scope_profile() {
        var claims = claims(world.tokens("scope", "openid email User.Read"));

        assertThat(claims.has("oid")).isFalse();
        assertThat(claims.has("preferred_username")).isFalse();
        assertThat(claims.has("tid")).isTrue();
    }

    @Test
    void personal_accounts_live_in_the_tenant_for_all_of_them() {
        var claims = claims(world.tokensOf(MicrosoftWorld.JONAS));

        assertThat(claims.path("tid").stringValue()).isEqualTo(MicrosoftWorld.CONSUMERS);
        assertThat(claims.path("oid").stringValue()).startsWith("00000000-0000-0000-");
    }

    @Test
    void an_address_of_a_foreign_domain_can_stand_in_a_token() {
        world.knobs().set(MicrosoftKnobs.EDOV_CLAIM, true);
        var ana = claims(world.tokensOf(MicrosoftWorld.ANA));
        var linh = claims(world.tokensOf(MicrosoftWorld.LINH));

        assertThat(ana.path("email").stringValue()).endsWith("@meridian.example");
        assertThat(ana.path("tid")).isNotEqualTo(linh.path("tid"));
        assertThat(ana.path("xms_edov").booleanValue()).isFalse();
        assertThat(linh.path("xms_edov").booleanValue()).isTrue();
        assertThat(ana.has("email_verified")).isFalse();
    }

    @Test
    void without_the_optional_claim_nothing_tells_the_two_apart() {
        assertThat(claims(world.tokensOf(MicrosoftWorld.ANA)).has("xms_edov")).isFalse();
    }

    @Test
    void graph_may_have_no_mail_and_selects_fields() {
        var token = world.tokensOf(MicrosoftWorld.LINH_HOME).text("access_token");
        var me = world.graph("/v1.0/me", token).json();

        assertThat(me.path("mail").isNull()).isTrue();
        assertThat(me.path("userPrincipalName").stringValue()).isEqualTo(MicrosoftWorld.LINH_HOME);
        assertThat(world.graph("/v1.0/me?$select=id,mail", token).json().propertyNames())
                .containsExactlyInAnyOrder("@odata.context", "id", "mail");
        assertThat(world.graph("/v1.0/me?$select=shoeSize", token).status()).isEqualTo(400);
    }

    @Test
    void userinfo_has_the_pairwise_subject() {
        var tokens = world.tokens();
        var userinfo = world.graph("/oidc/userinfo", tokens.text("access_token"));

        assertThat(userinfo.text("sub")).isEqualTo(claims(tokens).path("sub").stringValue());
        world.knobs().set(Knobs.WRONG_SUBJECT, true);
        assertThat(world.graph("/oidc/userinfo", tokens.text("access_token")).text("sub"))
                .isNotEqualTo(userinfo.text("sub"));
    }

    @Test
    void graph_refuses_in_its_own_words() {
        var none = Http.get(world.base + "/graph/v1.0/me");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.json().path("error").path("code").stringValue()).isEqualTo("InvalidAuthenticationToken");
        assertThat(none.json().path("error").path("innerError").has("request-id"))
                .isTrue();

        var token = world.tokens("scope", "openid Mail.Read").text("access_token");
        assertThat(world.graph("/v1.0/me", token).status()).isEqualTo(403);
    }

    @Test
    void the_faults_of_id_tokens_work_here_too() {
        world.knobs().set(Knobs.WRONG_NONCE, true);
        world.knobs().set(Knobs.WRONG_AUDIENCE, true);

        var claims = claims(world.tokens());

        assertThat(claims.path("nonce").stringValue()).isNotEqualTo("nonce-of-the-test");
        assertThat(claims.path("aud").stringValue()).isNotEqualTo(MicrosoftWorld.CLIENT);
    }
}
