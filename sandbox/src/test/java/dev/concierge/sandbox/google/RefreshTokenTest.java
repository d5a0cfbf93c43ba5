package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 6 of Google: who gets a refresh token, and what ends it. */
@Tag("token")
class RefreshTokenTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void only_the_first_offline_consent_brings_one() {
        assertThat(world.tokens().text("refresh_token")).isNotEmpty();
        assertThat(world.tokens().json().has("refresh_token")).isFalse();
    }

    @Test
    void prompt_consent_brings_another_and_the_first_stays() {
        var first = world.tokens().text("refresh_token");
        var second = world.tokens("prompt", "consent").text("refresh_token");

        assertThat(second).isNotEmpty().isNotEqualTo(first);
        assertThat(world.refresh(first).status()).isEqualTo(200);
        assertThat(world.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void after_a_revocation_it_is_the_first_time_again() {
        world.tokens();
        world.sandbox.revoke("google", GoogleWorld.LINH, GoogleWorld.CLIENT);

        assertThat(world.tokens().text("refresh_token")).isNotEmpty();
    }

    @Test
    void online_access_brings_none_and_does_not_use_up_the_first_time() {
        assertThat(world.tokens("access_type", "online").json().has("refresh_token"))
                .isFalse();
        assertThat(world.tokens("access_type", "").json().has("refresh_token")).isFalse();
        assertThat(world.tokens().text("refresh_token")).isNotEmpty();
    }

    @Test
    void another_client_of_the_project_has_a_first_time_of_its_own() {
        world.tokens();
        var form = world.exchange(world.code("client_id", GoogleWorld.SIBLING));
        form.put("client_id", GoogleWorld.SIBLING);

        assertThat(world.token(form).text("refresh_token")).isNotEmpty();
    }

    @Test
    void a_refresh_answers_without_a_refresh_token_and_the_same_one_goes_on() {
        var token = world.tokens().text("refresh_token");

        var first = world.refresh(token);
        var second = world.refresh(token);

        assertThat(first.json().propertyNames())
                .containsExactly("access_token", "expires_in", "scope", "token_type", "id_token");
        assertThat(second.text("access_token")).isNotEqualTo(first.text("access_token"));
        assertThat(world.events(first.text("access_token"), "").status()).isEqualTo(200);
    }

    @Test
    void fifty_at_once_are_all_served() {
        var token = world.tokens().text("refresh_token");
        var request = Http.formRequest(world.google + "/token", world.renewal(token));

        var replies = IntStream.range(0, 50).mapToObj(_ -> Http.later(request)).toList();

        assertThat(replies).allMatch(reply -> reply.join().status() == 200);
        assertThat(world.count("token", "refreshed")).isEqualTo(50);
    }

    @Test
    void the_hundred_and_first_ends_the_oldest() {
        var tokens = new ArrayList<String>();
        tokens.add(world.tokens().text("refresh_token"));
        for (int i = 1; i < 101; i++) {
            tokens.add(mint());
        }

        assertRefused(world.refresh(tokens.getFirst()), "unknown");
        assertThat(world.refresh(tokens.get(1)).status()).isEqualTo(200);
        assertThat(world.refresh(tokens.getLast()).status()).isEqualTo(200);
    }

    @Test
    void time_limited_access_says_its_end_and_keeps_to_it() {
        world.sandbox.knobs().set(GoogleKnobs.TIME_LIMITED_SECONDS, 86_400L);
        var tokens = world.tokens();
        assertThat(tokens.json().path("refresh_token_expires_in").longValue()).isEqualTo(86_400);
        world.pass(Duration.ofHours(23));
        assertThat(world.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);

        world.pass(Duration.ofHours(1));

        assertThat(world.refresh(tokens.text("refresh_token")).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void six_months_unused_end_it() {
        var used = world.tokens().text("refresh_token");
        var idle = world.tokens("prompt", "consent").text("refresh_token");
        world.pass(Duration.ofDays(100));
        assertThat(world.refresh(used).status()).isEqualTo(200);
        world.pass(Duration.ofDays(100));

        assertRefused(world.refresh(idle), "idle");
        assertThat(world.refresh(used).status()).isEqualTo(200);
    }

    @Test
    void an_app_in_testing_loses_it_after_seven_days() {
        world.sandbox.knobs().set(Knobs.TESTING_MODE, true);
        var token = world.tokens().text("refresh_token");
        world.pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(world.refresh(token).status()).isEqualTo(200);
        world.pass(Duration.ofSeconds(1));

        assertRefused(world.refresh(token), "testing_mode");
    }

    @Test
    void signing_in_only_is_spared_in_testing() {
        world.sandbox.knobs().set(Knobs.TESTING_MODE, true);
        var token = world.tokens("scope", "openid email profile").text("refresh_token");
        world.pass(Duration.ofDays(8));

        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void a_published_app_keeps_it() {
        var token = world.tokens().text("refresh_token");
        world.pass(Duration.ofDays(90));

        assertThat(world.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void a_new_password_ends_those_with_mail_scopes_only() {
        var calendar = world.tokens().text("refresh_token");
        var mail = world.tokens("prompt", "consent", "scope", "openid https://www.googleapis.com/auth/gmail.readonly")
                .text("refresh_token");

        assertThat(world.sandbox.changePassword("google", GoogleWorld.LINH)).isEqualTo(1);

        assertRefused(world.refresh(mail), "unknown");
        assertThat(world.refresh(calendar).status()).isEqualTo(200);
    }

    @Test
    void it_belongs_to_its_client() {
        var form = world.renewal(world.tokens().text("refresh_token"));
        form.put("client_id", GoogleWorld.SIBLING);

        assertRefused(world.token(form), "other_client");
    }

    @Test
    void a_refresh_can_ask_for_less_but_not_for_more() {
        var form = world.renewal(world.tokens().text("refresh_token"));
        form.put("scope", GoogleWorld.READ_EVENTS);
        var less = world.token(form);
        assertThat(less.text("scope")).isEqualTo(GoogleWorld.READ_EVENTS);
        assertThat(less.json().has("id_token")).isFalse();

        form.put("scope", GoogleWorld.WRITE_EVENTS);
        assertThat(world.token(form).text("error")).isEqualTo("invalid_scope");
    }

    @Test
    void an_access_token_dies_with_its_life() {
        var token = world.tokens().text("access_token");
        world.pass(Duration.ofSeconds(3598));
        assertThat(world.events(token, "").status()).isEqualTo(200);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.events(token, "").status()).isEqualTo(401);
    }

    @Test
    void its_life_is_a_knob() {
        world.sandbox.knobs().set(Knobs.TOKEN_LIFE_SECONDS, 30L);
        var reply = world.tokens();
        assertThat(reply.json().get("expires_in").longValue()).isEqualTo(30);

        world.pass(Duration.ofSeconds(30));
        assertThat(world.events(reply.text("access_token"), "").status()).isEqualTo(401);
    }

    @Test
    void a_refresh_can_answer_for_somebody_else() {
        var token = world.tokens().text("refresh_token");
        world.sandbox.knobs().set(Knobs.REFRESH_OTHER_SUBJECT, true);

        var access = world.refresh(token).text("access_token");

        assertThat(world.api("/v1/userinfo", access).text("email")).isNotEqualTo(GoogleWorld.LINH);
    }

    private String mint() {
        return world.sandbox
                .mint("google", GoogleWorld.LINH, GoogleWorld.CLIENT, List.of("openid"))
                .refreshToken();
    }

    private void assertRefused(Reply reply, String reason) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}");
        assertThat(world.sandbox.ledger().entries("google", "token").getLast().reason())
                .isEqualTo(reason);
    }
}
