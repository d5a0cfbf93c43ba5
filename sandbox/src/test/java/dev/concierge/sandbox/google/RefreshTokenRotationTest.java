package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.OldRefreshToken;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What other providers do; at Google only when the knobs say so. */
@Tag("token")
class RefreshTokenRotationTest {
    private final GoogleWorld world = new GoogleWorld();
    private String first = "";

    @BeforeEach
    void connect() {
        first = world.tokens().text("refresh_token");
        world.sandbox.knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void each_refresh_gives_out_a_new_one() {
        var second = world.refresh(first).text("refresh_token");

        assertThat(second).isNotEmpty().isNotEqualTo(first);
        assertThat(world.refresh(second).text("refresh_token")).isNotEmpty().isNotEqualTo(second);
    }

    @Test
    void the_old_one_may_stay() {
        world.refresh(first);
        world.pass(Duration.ofDays(30));

        assertThat(world.refresh(first).status()).isEqualTo(200);
    }

    @Test
    void the_old_one_may_have_a_grace_from_its_first_replacement_on() {
        world.sandbox.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.GRACE);
        world.sandbox.knobs().set(Knobs.GRACE_SECONDS, 60L);
        world.refresh(first);
        world.pass(Duration.ofSeconds(40));
        assertThat(world.refresh(first).status()).isEqualTo(200);
        world.pass(Duration.ofSeconds(20));

        assertThat(world.refresh(first).status()).isEqualTo(400);
    }

    @Test
    void the_old_one_may_die_and_leave_the_new_one_alone() {
        world.sandbox.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        var second = world.refresh(first).text("refresh_token");

        assertThat(world.refresh(first).status()).isEqualTo(400);
        assertThat(world.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void a_reuse_may_end_the_whole_family_with_its_access_tokens() {
        world.sandbox.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        world.sandbox.knobs().set(Knobs.REUSE_KILLS_FAMILY, true);
        var second = world.refresh(first);

        assertThat(world.refresh(first).status()).isEqualTo(400);

        assertThat(world.refresh(second.text("refresh_token")).status()).isEqualTo(400);
        assertThat(world.events(second.text("access_token"), "").status()).isEqualTo(401);
        assertThat(world.sandbox.ledger().entries("google", "token"))
                .extracting(each -> each.reason())
                .contains("reused", "family_ended");
    }

    @Test
    void another_consent_is_another_family() {
        world.sandbox.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        world.sandbox.knobs().set(Knobs.REUSE_KILLS_FAMILY, true);
        var other = world.tokens("prompt", "consent").text("refresh_token");
        world.refresh(first);
        world.refresh(first);

        assertThat(world.refresh(other).status()).isEqualTo(200);
    }

    @Test
    void of_sixty_at_once_one_wins_when_the_old_one_dies() {
        world.sandbox.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        var request = Http.formRequest(world.google + "/token", world.renewal(first));

        var replies = IntStream.range(0, 60).mapToObj(_ -> Http.later(request)).toList();

        assertThat(replies.stream().filter(reply -> reply.join().status() == 200))
                .hasSize(1);
        assertThat(world.count("token", "refreshed")).isEqualTo(1);
        assertThat(world.count("token", "invalid_grant")).isEqualTo(59);
    }
}
