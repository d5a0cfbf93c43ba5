package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static dev.concierge.sandbox.meta.MetaWorld.subcode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fields 5, 6 and 7 of Meta: a Page has a token of its own, without an end, that dies with the grant. */
@Tag("token")
class MetaPageTokenTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_list_has_a_token_for_each_page() {
        var reply = world.graph("/me/accounts", world.longLived());

        assertThat(reply.json().path("data").size()).isEqualTo(2);
        assertThat(reply.json().path("data").path(0).propertyNames())
                .containsExactlyInAnyOrder("id", "name", "category", "tasks", "access_token");
    }

    @Test
    void it_says_it_is_the_page() {
        var token = pageToken(world.longLived());

        var me = world.graph("/me?fields=id,name,category", token);
        assertThat(me.text("id")).isEqualTo(MetaWorld.TRAVEL);
        assertThat(me.text("name")).isEqualTo("Meridian Travel");
        assertThat(code(world.graph("/me?fields=email", token))).isEqualTo(100);
        assertThat(code(world.graph("/me/accounts", token))).isEqualTo(100);
    }

    @Test
    void from_a_long_token_it_has_no_end_and_is_always_the_same() {
        var user = world.longLived();
        var page = pageToken(user);

        assertThat(pageToken(user)).isEqualTo(page);
        assertThat(debug(page, "expires_at")).isZero();
        world.pass(Duration.ofDays(400));
        assertThat(world.graph("/me", user).status()).isEqualTo(400);
        assertThat(world.graph("/me", page).status()).isEqualTo(200);
    }

    @Test
    void from_a_short_token_it_ends_with_it() {
        var page = pageToken(world.shortLived());
        world.pass(Duration.ofHours(2));

        assertThat(subcode(world.graph("/me", page))).isEqualTo(463);
    }

    @Test
    void it_dies_with_the_grant() {
        var user = world.longLived();
        var page = pageToken(user);
        world.delete("/me/permissions", user);

        assertThat(subcode(world.graph("/me", page))).isEqualTo(458);
    }

    @Test
    void it_dies_when_the_person_loses_the_role() {
        var user = world.longLived();
        var page = pageToken(user);
        world.knobs().set(MetaKnobs.LOST_PAGES, List.of(MetaWorld.TRAVEL));

        assertThat(subcode(world.graph("/me", page))).isEqualTo(492);
        assertThat(world.graph("/me/accounts", user).json().path("data").size()).isEqualTo(1);
    }

    @Test
    void it_cannot_be_exchanged() {
        assertThat(code(world.refresh(pageToken(world.longLived())))).isEqualTo(190);
    }

    @Test
    void without_the_permission_there_is_no_list() {
        var reply = world.graph("/me/accounts", world.longLived("scope", "email"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(code(reply)).isEqualTo(10);
    }

    private String pageToken(String user) {
        return page(world.graph("/me/accounts?fields=id,access_token", user));
    }

    private static String page(Reply accounts) {
        return accounts.json().path("data").path(0).path("access_token").stringValue();
    }

    private long debug(String token, String member) {
        return world.debug(token).json().path("data").path(member).longValue();
    }
}
