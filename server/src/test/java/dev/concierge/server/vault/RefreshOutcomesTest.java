package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a provider's answer to a refresh means for the grant (attacks D-03, D-04, D-11). */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshOutcomesTest {
    private World world;
    private HttpClient http;

    @BeforeAll
    void start() {
        world = World.start();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void turnKnobsBack() {
        world.sandbox().knobs().resetAll();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @Test
    @DisplayName("D-11: access ended at the provider: one try, then 409 with no further calls, and the page says so")
    void access_ended_by_the_person_needs_a_reconnect_after_one_refresh() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api backend = backend(ada);
        world.sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        world.advance(Duration.ofHours(2));
        world.sandbox().ledger().clear();

        assertThat(backend.token(integration).status()).isEqualTo(409);
        assertThat(backend.token(integration).problem()).isEqualTo("needs-reconnect");
        assertThat(world.sandbox().ledger().entries("google", "token")).hasSize(1);
        assertThat(ada.open("/integrations").text()).contains("Sign in again");
    }

    @Test
    @DisplayName("D-04: invalid_client is the operator's: 502, and the grant is good again when the registration is")
    void a_refused_registration_leaves_the_grant_alive() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api backend = backend(ada);
        world.sandbox().knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        world.advance(Duration.ofHours(2));

        Api.Answer refused = backend.token(integration);
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.problem()).isEqualTo("misconfigured");

        world.sandbox().knobs().resetAll();
        world.advance(Duration.ofMinutes(11));
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "D-04: a provider that breaks is waited for, with Retry-After, and the token in hand goes on while it lives")
    void a_broken_provider_is_waited_for() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api backend = backend(ada);
        world.advance(Duration.ofMinutes(58));
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("token", 503, 30, null, 5, null)));

        assertThat(backend.token(integration).status())
                .as("lives for two minutes more")
                .isEqualTo(200);
        world.advance(Duration.ofMinutes(3));
        Api.Answer ended = backend.token(integration);
        assertThat(ended.status()).isEqualTo(503);
        assertThat(ended.raw().headers().firstValue("Retry-After")).isPresent();

        world.sandbox().knobs().resetAll();
        world.advance(Duration.ofMinutes(2));
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("D-03: a refresh that brings somebody else's token ends the connection")
    void a_refresh_for_another_account_is_not_vended() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api backend = backend(ada);
        world.sandbox().knobs().set(Knobs.REFRESH_OTHER_SUBJECT, true);
        world.advance(Duration.ofHours(2));

        Api.Answer answer = backend.token(integration);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("needs-reconnect");
    }

    @Test
    @DisplayName("D-03: a refresh whose ID token is another issuer's ends the connection")
    void a_refresh_of_another_issuer_is_not_vended() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api backend = backend(ada);
        world.sandbox()
                .knobs("google")
                .patch(tools.jackson.databind.json.JsonMapper.builder()
                        .build()
                        .readTree("{\"idTokenClaims\":{\"iss\":\"https://evil.example\"}}"));
        world.advance(Duration.ofHours(2));

        Api.Answer answer = backend.token(integration);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("cause").asString()).isEqualTo("other_account");
    }

    @Test
    void a_lost_answer_of_a_provider_whose_old_token_stays_is_asked_for_again() {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        Api backend = backend(ada);
        world.advance(Duration.ofHours(2));
        world.sandbox().knobs().set(Knobs.DROP_ANSWER, List.of(new Fault.DropAnswer("token", 1)));

        assertThat(backend.token(integration).status()).isEqualTo(503);
        world.advance(Duration.ofMinutes(2));
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    @Test
    void a_lost_answer_of_a_provider_whose_old_token_dies_is_tried_once_more_and_named() {
        try (World strict =
                World.start(1, Map.of(), text -> text.replace("oldRefreshToken: stays", "oldRefreshToken: dies"))) {
            strict.sandbox().knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
            strict.sandbox().knobs().set(Knobs.OLD_REFRESH_TOKEN, dev.concierge.sandbox.OldRefreshToken.DIES);
            Visitor ada = strict.visitor().signUp();
            UUID integration = ada.connected(Visitor.LINH_WORK);
            Api backend = new Api(http, strict.server(), strict.url("/"), ada.apiKey("tokens:vend"));
            strict.advance(Duration.ofHours(2));
            strict.sandbox().knobs().set(Knobs.DROP_ANSWER, List.of(new Fault.DropAnswer("token", 1)));
            strict.sandbox().ledger().clear();

            assertThat(backend.token(integration).status()).isEqualTo(503);
            strict.advance(Duration.ofMinutes(2));
            Api.Answer second = backend.token(integration);

            assertThat(second.status()).isEqualTo(409);
            assertThat(second.json().path("cause").asString()).isEqualTo("answer_lost");
            assertThat(backend.token(integration).status()).isEqualTo(409);
            assertThat(strict.sandbox().ledger().entries("google", "token"))
                    .as("the lost one and one more try")
                    .hasSize(2);
        }
    }

    private Api backend(Visitor visitor) {
        return new Api(http, world.server(), world.url("/"), visitor.apiKey("tokens:vend"));
    }
}
