package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static dev.concierge.sandbox.meta.MetaWorld.subcode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Secrets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 6 of Meta: a live token is exchanged for a long one, a dead one for nothing. */
@Tag("token")
class MetaExchangeTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_short_token_gives_one_of_sixty_days_and_goes_on_living() {
        var shortLived = world.shortLived();

        var reply = world.byGet(world.renewal(shortLived));

        assertThat(reply.json().path("expires_in").longValue()).isEqualTo(60 * 24 * 3600);
        assertThat(reply.text("access_token")).isNotEqualTo(shortLived);
        assertThat(world.graph("/me", shortLived).status()).isEqualTo(200);
        world.pass(Duration.ofDays(59));
        assertThat(world.graph("/me", reply.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void after_its_end_there_is_no_way_back() {
        var token = world.longLived();
        world.pass(Duration.ofDays(60));

        var reply = world.refresh(token);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(code(reply)).isEqualTo(190);
        assertThat(subcode(reply)).isEqualTo(463);
    }

    @Test
    void a_long_one_is_extended_once_a_day() {
        var token = world.longLived();
        world.pass(Duration.ofHours(23));
        assertThat(world.refresh(token).text("access_token")).isEqualTo(token);

        world.pass(Duration.ofHours(1));
        var later = world.refresh(token);
        assertThat(later.text("access_token")).isNotEqualTo(token);
        assertThat(later.json().path("expires_in").longValue()).isEqualTo(60 * 24 * 3600);
        assertThat(world.graph("/me", token).status()).as("the old one stays").isEqualTo(200);
    }

    @Test
    void another_app_cannot_exchange_it() {
        var form = world.renewal(world.shortLived());
        form.put("client_id", MetaWorld.OTHER);

        assertThat(code(world.token(form))).isEqualTo(190);
        assertThat(world.reason("token")).isEqualTo("other_client");
    }

    @Test
    void the_secret_is_needed() {
        var form = world.renewal(world.shortLived());
        form.put("client_secret", "wrong");

        assertThat(code(world.token(form))).isEqualTo(101);
    }

    @Test
    void expires_in_can_be_missing() {
        world.knobs().set(MetaKnobs.OMIT_EXPIRES_IN, true);

        assertThat(world.refresh(world.shortLived()).json().has("expires_in")).isFalse();
    }

    @Test
    void a_lie_about_the_subject_shows_in_me() {
        var token = world.shortLived();
        var honest = world.graph("/me", token).text("id");
        world.knobs().set(Knobs.REFRESH_OTHER_SUBJECT, true);

        assertThat(world.graph("/me", world.refresh(token).text("access_token")).text("id"))
                .isNotEqualTo(honest);
    }

    @Test
    void what_is_exchanged_is_a_secret_in_the_ledger() {
        var token = world.shortLived();
        world.byGet(world.renewal(token));

        var line = world.sandbox.ledger().entries("meta", "token").getLast();
        assertThat(line.toString()).doesNotContain(token, MetaWorld.SECRET).contains(Secrets.fingerprint(token));
    }

    @Test
    void another_password_ends_every_token_and_leaves_the_consent() {
        var before = world.longLived();
        world.sandbox.changePassword("meta", MetaWorld.LINH);

        assertThat(subcode(world.graph("/me", before))).isEqualTo(460);
        assertThat(subcode(world.refresh(before))).isEqualTo(460);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.graph("/me", world.shortLived()).status()).isEqualTo(200);
        assertThat(world.count("consent", "issued")).isEqualTo(1);
    }
}
