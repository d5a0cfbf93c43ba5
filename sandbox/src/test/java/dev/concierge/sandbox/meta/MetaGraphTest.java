package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static dev.concierge.sandbox.meta.MetaWorld.subcode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields 8, 10 and 11 of Meta: who somebody is, versions, proofs, limits. */
@Tag("flow")
class MetaGraphTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void me_says_what_is_asked_for() {
        var token = world.shortLived();

        assertThat(world.graph("/me", token).json().propertyNames()).containsExactlyInAnyOrder("id", "name");
        var all = world.identity(token);
        assertThat(all.text("email")).isEqualTo(MetaWorld.LINH);
        assertThat(all.json().path("picture").path("data").path("url").stringValue())
                .startsWith(world.base);
        assertThat(code(world.graph("/me?fields=shoe_size", token))).isEqualTo(100);
    }

    @Test
    void somebody_who_signed_up_by_phone_has_no_address() {
        var code = world.allow(MetaWorld.LINH_HOME).parameter("code");
        var me = world.identity(world.token(world.exchange(code)).text("access_token"));

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().has("email")).isFalse();
    }

    @Test
    void the_id_is_another_one_for_each_app() {
        var other = world.exchange(
                world.allow(MetaWorld.LINH, "client_id", MetaWorld.OTHER).parameter("code"));
        other.put("client_id", MetaWorld.OTHER);

        assertThat(world.graph("/me", world.token(other).text("access_token")).text("id"))
                .isNotEqualTo(world.graph("/me", world.shortLived()).text("id"));
    }

    @Test
    void it_can_name_somebody_else() {
        var token = world.shortLived();
        var honest = world.graph("/me", token).text("id");
        world.knobs().set(Knobs.WRONG_SUBJECT, true);

        assertThat(world.graph("/me", token).text("id")).isNotEqualTo(honest);
    }

    @Test
    void the_token_comes_in_the_header_or_the_query() {
        var token = world.shortLived();

        assertThat(Http.get(world.base + "/v26.0/me?access_token=" + token).status())
                .isEqualTo(200);
        assertThat(code(Http.get(world.base + "/v26.0/me"))).isEqualTo(2500);
        assertThat(code(world.graph("/me", token + "x"))).isEqualTo(190);
    }

    @ParameterizedTest
    @CsvSource({"/v25.0, v25.0", "/v21.0, v21.0", "/v20.0, v21.0", "/v99.0, v21.0", "'', v21.0"})
    void another_version_is_served_as_the_oldest_usable_one(String path, String served) {
        var reply = world.api(path + "/me", world.shortLived());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("facebook-api-version")).isEqualTo(served);
    }

    @Test
    void a_proof_must_be_right_and_may_be_demanded() {
        var token = world.shortLived();
        var client = world.sandbox.registerClient(
                new Client("meta", MetaWorld.CLIENT, MetaWorld.SECRET, "Concierge", List.of(MetaWorld.LOCALHOST)));
        var proof = GraphApi.proof(token, client);

        assertThat(code(world.graph("/me?appsecret_proof=" + "0".repeat(64), token)))
                .isEqualTo(104);
        assertThat(world.graph("/me?appsecret_proof=" + proof, token).status()).isEqualTo(200);
        world.knobs().set(MetaKnobs.REQUIRE_APPSECRET_PROOF, true);
        assertThat(code(world.graph("/me", token))).isEqualTo(104);
        assertThat(world.graph("/me?appsecret_proof=" + proof, token).status()).isEqualTo(200);
    }

    @Test
    void the_proof_is_hmac_sha256_in_hexadecimal() {
        var client = new Client("meta", "1", "key", "p", List.of());

        assertThat(GraphApi.proof("The quick brown fox jumps over the lazy dog", client))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    }

    @Test
    void an_account_can_be_held_up_at_facebook() {
        var token = world.shortLived();
        world.knobs().set(MetaKnobs.CHECKPOINT, List.of(MetaWorld.LINH));

        assertThat(subcode(world.graph("/me", token))).isEqualTo(459);
        assertThat(subcode(world.refresh(token))).isEqualTo(459);
    }

    @Test
    void the_apps_limit_shows_late_and_has_no_retry_after() {
        world.knobs().set(MetaKnobs.CALLS_PER_HOUR, 4L);
        var token = world.shortLived();

        assertThat(world.graph("/me", token).header("X-App-Usage")).isEmpty();
        assertThat(world.graph("/me", token).header("X-App-Usage")).contains("\"call_count\":50");
        world.graph("/me", token);
        world.graph("/me", token);
        var over = world.graph("/me", token);
        assertThat(code(over)).isEqualTo(4);
        assertThat(over.header("Retry-After")).isEmpty();
    }

    @Test
    void a_token_is_explained_to_its_app_alone() {
        var token = world.longLived();
        var data = world.debug(token).json().path("data");

        assertThat(data.path("is_valid").booleanValue()).isTrue();
        assertThat(data.path("type").stringValue()).isEqualTo("USER");
        assertThat(data.path("user_id").stringValue())
                .isEqualTo(world.graph("/me", token).text("id"));
        long now = world.sandbox.clock().instant().getEpochSecond();
        assertThat(data.path("expires_at").longValue()).isEqualTo(now + 60L * 24 * 3600);
        assertThat(data.path("data_access_expires_at").longValue()).isEqualTo(now + 90L * 24 * 3600);

        var stranger = MetaWorld.OTHER + "%7C" + MetaWorld.SECRET;
        var url = world.base + "/v26.0/debug_token?input_token=" + token + "&access_token=";
        assertThat(code(Http.get(url + stranger))).isEqualTo(100);
        assertThat(code(Http.get(url + token))).isEqualTo(100);
        assertThat(code(Http.get(url + MetaWorld.CLIENT + "%7Cwrong"))).isEqualTo(100);
    }

    @Test
    void a_dead_token_is_explained_too() {
        var token = world.longLived();
        world.delete("/me/permissions", token);

        var data = world.debug(token).json().path("data");
        assertThat(data.path("is_valid").booleanValue()).isFalse();
        assertThat(data.path("error").path("subcode").intValue()).isEqualTo(458);
    }
}
