package dev.concierge.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Limits of API calls by account, key, provider and integration, on two nodes. The quotas are small, so they are exact. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaHttpTest {
    private World world;
    private HttpClient http;
    private Visitor ada;
    private UUID work;
    private UUID home;

    @BeforeAll
    void start() {
        world = World.start(
                2,
                Map.of(
                        "concierge.limits.account", "12/1m,1000/1d",
                        "concierge.limits.caller", "9/1m",
                        "concierge.limits.provider", "6/1m",
                        "concierge.limits.integration", "4/1m"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @BeforeEach
    void somebody() {
        world.advance(Duration.ofMinutes(1));
        ada = world.visitor().signUp();
        work = ada.connected(Visitor.LINH_WORK);
        home = ada.connected(Visitor.LINH_HOME);
    }

    @Test
    @DisplayName("API 4: one integration's tokens are asked for again and again, on two nodes")
    void one_integration_has_its_limit() {
        String key = ada.apiKey("tokens:vend");
        for (int call = 0; call < 4; call++) {
            assertThat(api(call, key).token(work).status()).isEqualTo(200);
        }
        Api.Answer refused = api(0, key).token(work);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.problem()).isEqualTo("too-many-requests");
        assertThat(refused.json().path("policy").asString()).isEqualTo("integration-1m");
        assertThat(refused.raw().headers().firstValue("Retry-After"))
                .hasValueSatisfying(wait -> assertThat(Integer.parseInt(wait)).isBetween(1, 66));
        assertThat(refused.raw().headers().firstValue("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field).contains("\"integration-1m\";r=0;t="));
        assertThat(refused.raw().body()).doesNotContain("ya29");
        assertThat(api(0, key).token(home).status()).as("another integration").isEqualTo(200);
        world.advance(Duration.ofMinutes(1));
        assertThat(api(1, key).token(work).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("API 4: an account's integrations at one provider are asked for in turn")
    void a_provider_has_its_limit() {
        String key = ada.apiKey("tokens:vend");
        for (int call = 0; call < 6; call++) {
            assertThat(api(call, key).token(call < 3 ? work : home).status()).isEqualTo(200);
        }
        assertThat(api(0, key).token(home).json().path("policy").asString()).isEqualTo("provider-1m");
        assertThat(api(0, key).get("/api/v1/me").status())
                .as("names no integration")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("API 4: a key is used again and again, then another key of the account")
    void a_key_and_an_account_have_their_limits() {
        String first = ada.apiKey("integrations:read");
        String second = ada.namedKey("another", "integrations:read");
        for (int call = 0; call < 9; call++) {
            assertThat(api(call, first).get("/api/v1/me").status()).isEqualTo(200);
        }
        assertThat(policy(api(1, first))).isEqualTo("caller-1m");
        for (int call = 0; call < 3; call++) {
            assertThat(api(call, second).get("/api/v1/me").status()).isEqualTo(200);
        }
        assertThat(policy(api(0, second))).isEqualTo("account-1m");
        assertThat(policy(api(1, second))).isEqualTo("account-1m");
        String eves = world.visitor().signUp().apiKey("integrations:read");
        assertThat(api(0, eves).get("/api/v1/me").status())
                .as("another account")
                .isEqualTo(200);
        assertThat(ada.open("/integrations").status()).as("the person's pages").isEqualTo(200);
    }

    @Test
    void every_answer_says_where_the_caller_stands() {
        String key = ada.apiKey("integrations:read");
        Api.Answer answer = api(0, key).get("/api/v1/oauth/integrations/" + work);
        assertThat(answer.raw().headers().firstValue("RateLimit-Policy"))
                .contains("\"account-1m\";q=12;w=60, \"account-1d\";q=1000;w=86400, \"caller-1m\";q=9;w=60,"
                        + " \"provider-1m\";q=6;w=60, \"integration-1m\";q=4;w=60");
        assertThat(answer.raw().headers().firstValue("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field)
                        .matches(
                                "\"account-1m\";r=11;t=[0-9]+, \"account-1d\";r=999;t=[0-9]+, \"caller-1m\";r=8;t=[0-9]+,"
                                        + " \"provider-1m\";r=5;t=[0-9]+, \"integration-1m\";r=3;t=[0-9]+"));
        Api.Answer none = api(0, key).get("/api/v1/oauth/integrations/" + UUID.randomUUID());
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.raw().headers().firstValue("RateLimit"))
                .as("an integration that is not the caller's is not counted")
                .hasValueSatisfying(field -> assertThat(field).doesNotContain("integration"));
    }

    private String policy(Api api) {
        return api.get("/api/v1/me").json().path("policy").asString();
    }

    private Api api(int call, String key) {
        return new Api(http, world.node(call % 2), world.url("/"), key);
    }
}
