package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static dev.concierge.sandbox.meta.MetaWorld.subcode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 7 of Meta: DELETE with the token of the person. */
@Tag("token")
class MetaRevocationTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void deleting_the_permissions_ends_every_token() {
        var shortLived = world.shortLived();
        var longLived = world.refresh(shortLived).text("access_token");

        var reply = world.delete("/me/permissions", longLived);

        assertThat(reply.json().path("success").booleanValue()).isTrue();
        assertThat(subcode(world.graph("/me", shortLived))).isEqualTo(458);
        assertThat(subcode(world.delete("/me/permissions", longLived))).isEqualTo(458);
        assertThat(world.count("revoke", "revoked")).isEqualTo(1);
    }

    @Test
    void a_dead_token_ends_nothing() {
        var dead = world.shortLived();
        var live = world.longLived();
        world.pass(Duration.ofHours(3));

        assertThat(subcode(world.delete("/me/permissions", dead))).isEqualTo(463);
        assertThat(world.graph("/me", live).status()).isEqualTo(200);
    }

    @Test
    void the_person_can_be_named_by_number_and_nobody_else() {
        var token = world.longLived();
        var id = world.graph("/me", token).text("id");

        assertThat(subcode(world.delete("/1000000000000001/permissions", token)))
                .isEqualTo(33);
        assertThat(world.delete("/" + id + "/permissions", token).status()).isEqualTo(200);
    }

    @Test
    void one_permission_can_go_alone() {
        var token = world.longLived();

        assertThat(world.delete("/me/permissions/pages_show_list", token).status())
                .isEqualTo(200);
        assertThat(code(world.graph("/me/accounts", token))).isEqualTo(10);
        assertThat(world.graph("/me", token).status()).isEqualTo(200);
        assertThat(code(world.delete("/me/permissions/pages_show_list", token))).isEqualTo(100);
        assertThat(code(world.delete("/me/permissions/public_profile", token))).isEqualTo(100);
    }

    @Test
    void another_apps_grant_stays() {
        var other = world.exchange(
                world.allow(MetaWorld.LINH, "client_id", MetaWorld.OTHER).parameter("code"));
        other.put("client_id", MetaWorld.OTHER);
        var theirs = world.token(other).text("access_token");

        world.delete("/me/permissions", world.longLived());

        assertThat(world.graph("/me", theirs).status()).isEqualTo(200);
    }

    @Test
    void it_wants_the_method() {
        assertThat(Http.form(world.base + "/v26.0/me/permissions", Map.of()).status())
                .isEqualTo(405);
    }

    @Test
    void consent_is_asked_again_afterwards_and_old_tokens_stay_dead() {
        var before = world.longLived();
        world.delete("/me/permissions", before);
        world.shortLived();

        assertThat(world.count("consent", "issued")).isEqualTo(2);
        assertThat(subcode(world.graph("/me", before))).isEqualTo(458);
    }
}
