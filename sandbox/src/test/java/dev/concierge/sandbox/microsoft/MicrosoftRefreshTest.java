package dev.concierge.sandbox.microsoft;

import static dev.concierge.sandbox.microsoft.MicrosoftWorld.aadsts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.OldRefreshToken;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 6 of Microsoft: each refresh brings a new refresh token, and the old one stays. */
@Tag("token")
class MicrosoftRefreshTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_new_one_works_and_so_does_the_old_one() {
        var first = world.tokens().text("refresh_token");
        var second = world.refresh(first).text("refresh_token");

        assertThat(second).isNotEmpty().isNotEqualTo(first);
        assertThat(world.refresh(first).status()).isEqualTo(200);
        assertThat(world.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void many_at_once_all_work() {
        var first = world.tokens().text("refresh_token");
        var request = Http.formRequest(world.base + "/common/oauth2/v2.0/token", world.renewal(first));

        var statuses = IntStream.range(0, 20).mapToObj(_ -> Http.later(request)).toList().stream()
                .map(reply -> reply.join().status())
                .toList();

        assertThat(statuses).containsOnly(200);
    }

    @Test
    void each_lives_ninety_days_from_its_own_issue() {
        var first = world.tokens().text("refresh_token");
        world.pass(Duration.ofDays(60));
        var second = world.refresh(first).text("refresh_token");
        world.pass(Duration.ofDays(30));

        var dead = world.refresh(first);
        assertThat(dead.text("error")).isEqualTo("invalid_grant");
        assertThat(aadsts(dead)).isEqualTo(700082);
        assertThat(world.reason("token")).isEqualTo("idle");
        assertThat(world.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void what_was_agreed_to_can_be_asked_for_and_no_more() {
        world.tokens("scope", MicrosoftWorld.SCOPES + " Mail.Read");
        var refresh = world.tokens("scope", "openid offline_access User.Read").text("refresh_token");
        world.knobs().set(MicrosoftKnobs.ANSWER_ALL_CONSENTED, false);

        assertThat(world.refresh(refresh, "scope", "Mail.Read").text("scope")).isEqualTo("Mail.Read");
        var more = world.refresh(refresh, "scope", "Files.Read");
        assertThat(more.text("error")).isEqualTo("invalid_grant");
        assertThat(more.text("suberror")).isEqualTo("consent_required");
        assertThat(aadsts(more)).isEqualTo(65001);
        assertThat(aadsts(world.refresh(refresh, "scope", "No.Such"))).isEqualTo(70011);
    }

    @Test
    void another_client_cannot_use_it() {
        var refresh = world.tokens().text("refresh_token");

        assertThat(aadsts(world.refresh(refresh, "client_id", MicrosoftWorld.SIBLING)))
                .isEqualTo(70000);
        assertThat(world.refresh(refresh).status()).isEqualTo(200);
    }

    @Test
    void the_id_token_comes_again_without_nonce() {
        var claims = MicrosoftWorld.claims(world.refresh(world.tokens().text("refresh_token")));

        assertThat(claims.has("oid")).isTrue();
        assertThat(claims.has("nonce")).isFalse();
    }

    @Test
    void the_knobs_make_it_strict() {
        world.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        var first = world.tokens().text("refresh_token");
        world.refresh(first);

        assertThat(world.refresh(first).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void a_lie_about_the_subject_shows_in_tokens_and_graph() {
        var refresh = world.tokens().text("refresh_token");
        world.knobs().set(Knobs.REFRESH_OTHER_SUBJECT, true);

        var reply = world.refresh(refresh);
        assertThat(MicrosoftWorld.claims(reply).path("name").stringValue()).isNotEqualTo("Linh Tran");
    }

    @Test
    void the_life_of_an_access_token_is_as_told() {
        world.knobs().set(Knobs.TOKEN_LIFE_SECONDS, 100L);
        world.knobs().set(MicrosoftKnobs.TOKEN_LIFE_SPREAD_PERCENT, 0L);
        var tokens = world.tokens();
        assertThat(tokens.json().path("expires_in").longValue()).isEqualTo(100);

        world.pass(Duration.ofSeconds(99));
        assertThat(world.graph("/v1.0/me", tokens.text("access_token")).status())
                .isEqualTo(200);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.graph("/v1.0/me", tokens.text("access_token")).status())
                .isEqualTo(401);
    }
}
