package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Each provider is in trouble while a grant of it is renewed: the grant is not marked for a reconnect, the page says what is wrong, and afterwards
 * it works. Only a provider's own word that the grant is over marks it, and says why.
 */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileContractTest {
    private static final String SPOILED = "{\"malformed\":[{\"endpoint\":\"*\",\"kind\":\"%s\"}]}";

    /**
     * Where an answer is spoiled or comes too late the provider has acted, and where tokens work once the grant would be lost to that: a case of its
     * own, shown elsewhere. Here the old token goes on working.
     */
    private static final String AFTERWARDS = "{\"oldRefreshToken\":\"stays\"}";

    private static final Map<String, String> TROUBLES = Map.of(
            "answers 503",
            "{\"failNext\":[{\"endpoint\":\"*\",\"status\":503}]}",
            "answers 500 with a page",
            "{\"failNext\":[{\"endpoint\":\"*\",\"status\":500,\"body\":\"<html>sorry</html>\"}]}",
            "is silent past the deadline",
            "{\"hang\":[{\"endpoint\":\"*\"}]}",
            "answers with a cheerful page",
            SPOILED.formatted("html200"),
            "answers with half an object",
            SPOILED.formatted("cutJson"),
            "ends in the middle",
            SPOILED.formatted("cutBody"),
            "sends 64 MB",
            SPOILED.formatted("huge"),
            "sends a bomb",
            SPOILED.formatted("gzipBomb"));

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(Map.of(
                "concierge.identity.sign-up-burst",
                "1000",
                "concierge.identity.sign-in-burst",
                "1000",
                "concierge.outbound.breaker-failures",
                "100",
                "concierge.vault.refresh-deadline",
                "4s"));
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    static Stream<Arguments> troubles() {
        return ProviderContractTest.served()
                .flatMap(provider -> TROUBLES.keySet().stream().sorted().map(name -> Arguments.of(provider, name)));
    }

    static Stream<ProviderCase> served() {
        return ProviderContractTest.served();
    }

    /** A connected account whose token has to be renewed. */
    private record Held(Api backend, UUID integration) {
        JsonNode get(String what) {
            Api.Answer answer = backend.get("/api/v1/oauth/integrations/" + integration + what);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            return answer.json();
        }

        String state() {
            return get("").path("state").asString();
        }

        void says(String cause, String whoMustAct) {
            JsonNode diagnosis = get("/diagnosis");
            assertThat(diagnosis.path("cause").asString())
                    .as(diagnosis.toString())
                    .matches(cause);
            assertThat(diagnosis.path("whoMustAct").asString()).isEqualTo(whoMustAct);
        }
    }

    private Held held(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        Held held = new Held(providers.backend(ada), integration);
        providers.world().advance(provider.tokenEnds() == null ? Duration.ofMinutes(2) : provider.tokenEnds());
        return held;
    }

    /** Asks for a token that has to be new: one that ended, or one that is renewed while it lives. */
    private Api.Answer ask(ProviderCase provider, Held held) {
        boolean living = provider.tokenEnds() == null
                || providers
                                .server()
                                .bean(Catalog.class)
                                .require(provider.id())
                                .refresh()
                                .extension()
                        != null;
        return living
                ? held.backend().post("/api/v1/oauth/integrations/" + held.integration() + "/refresh", "")
                : held.backend().token(held.integration());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("troubles")
    void a_grant_outlives_its_providers_trouble(ProviderCase provider, String trouble) {
        Held held = held(provider);
        providers.prepare(provider, String.valueOf(TROUBLES.get(trouble)));

        Api.Answer refused = ask(provider, held);

        assertThat(refused.problem()).as(refused.raw().body()).isEqualTo("provider-unavailable");
        assertThat(refused.raw().headers().firstValue("Retry-After")).isPresent();
        assertThat(held.state()).isEqualTo("active");
        held.says("provider_unavailable", "nobody");

        providers.prepare(provider, AFTERWARDS);
        providers.world().advance(Duration.ofMinutes(11));
        assertThat(held.backend().token(held.integration()).status()).isEqualTo(200);
        assertThat(held.state()).isEqualTo("active");
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_grant_outlives_a_client_that_is_refused_and_the_operator_is_told(ProviderCase provider) {
        Held held = held(provider);
        providers.prepare(provider, "{\"clientSecretExpired\":true}");

        assertThat(ask(provider, held).problem()).isEqualTo("misconfigured");
        assertThat(held.state()).isEqualTo("misconfigured");
        held.says("client_secret_(wrong|expired)", "operator");

        providers.prepare(provider, "{}");
        providers.world().advance(Duration.ofMinutes(11));
        assertThat(ask(provider, held).status()).isEqualTo(200);
        assertThat(held.state()).isEqualTo("active");
        assertThat(held.backend().token(held.integration()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("served")
    void only_the_providers_word_that_it_is_over_marks_a_grant_and_it_says_why(ProviderCase provider) {
        Held held = held(provider);
        assertThat(providers.world().sandbox().revoke(provider.id(), provider.account(), "concierge-test"))
                .isTrue();

        Api.Answer refused = ask(provider, held);

        assertThat(refused.problem()).as(refused.raw().body()).isEqualTo("needs-reconnect");
        assertThat(held.state()).isEqualTo("needs_reconnect");
        // Microsoft has one number for a grant that was revoked and for a password that was changed
        held.says("grant_ended|app_removed|password_changed", "person");
        assertThat(refused.json().path("cause").asString())
                .isEqualTo(held.get("/diagnosis").path("cause").asString());
    }
}
