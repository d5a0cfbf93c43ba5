package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.ErrorRule.Step;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Recorded;
import dev.concierge.server.catalog.Recorded.Documented;
import dev.concierge.server.catalog.Recorded.Means;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole contract on recorded answers, for every entry of the catalog that can be played from them: one whose account is named by a profile or by
 * the token answer, and that has nothing to choose. An entry that the sandbox does not serve is shown here alone, and is found by its folder.
 */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedContractTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    private static final Map<String, FakeProvider.Script> TROUBLES = Map.of(
            "answers 503",
            FakeProvider.json(503, "{}"),
            "is silent past the deadline",
            FakeProvider.silence(),
            "answers with a cheerful page",
            FakeProvider.answer(200, "text/html", "<html>Welcome!</html>"),
            "sends ten megabytes",
            (_, out) -> FakeProvider.write(
                    out,
                    200,
                    "application/json",
                    ("{\"a\":\"" + "x".repeat(TEN_MEGABYTES) + "\"}").getBytes(StandardCharsets.UTF_8)));

    private RecordedWorld recorded;

    @BeforeAll
    void start() {
        recorded = new RecordedWorld(ids().toList());
    }

    @AfterAll
    void stop() {
        recorded.close();
    }

    static Stream<String> ids() {
        return Recorded.ids().stream().filter(RecordedContractTest::playable);
    }

    private static boolean playable(String id) {
        Provider provider = Catalogs.builtIn().require(id);
        Identity.Source source = provider.identity().source();
        boolean named = source == Identity.Source.TOKEN_ANSWER
                || (source == Identity.Source.PROFILE && Recorded.has(id, "profile"));
        return named
                && provider.choice() == null
                && provider.quirks().stream().allMatch(_ -> Recorded.has(id, "emails"));
    }

    static Stream<Arguments> renewals() {
        return ids().flatMap(id -> Recorded.of(id).errors().stream()
                .filter(error -> error.at() == Step.REFRESH)
                .map(error -> Arguments.of(id, error)));
    }

    static Stream<Arguments> refusals() {
        return ids().flatMap(id -> Recorded.of(id).errors().stream()
                .filter(error -> error.at() == Step.CALLBACK)
                .map(error -> Arguments.of(id, error)));
    }

    static Stream<Arguments> troubles() {
        return ids().flatMap(id -> TROUBLES.keySet().stream().sorted().map(name -> Arguments.of(id, name)));
    }

    /** A connected account. */
    private record Held(Visitor person, Api backend, UUID integration) {
        JsonNode get(String what) {
            Api.Answer answer = backend.get("/api/v1/oauth/integrations/" + integration + what);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            return answer.json();
        }

        String state() {
            return get("").path("state").asString();
        }
    }

    private Held connected(String id) {
        Visitor ada = recorded.person();
        return new Held(ada, recorded.backend(ada), recorded.connected(ada, id));
    }

    /** Ends the token in hand where it has an end, and asks for another. */
    private Api.Answer renewed(Held held) {
        Api.Answer vend = held.backend().token(held.integration());
        assertThat(vend.status()).as(vend.raw().body()).isEqualTo(200);
        String expiresAt = vend.json().path("expiresAt").asString("");
        if (expiresAt.isEmpty()) {
            recorded.world().advance(Duration.ofMinutes(2));
            return held.backend().post("/api/v1/oauth/integrations/" + held.integration() + "/refresh", "");
        }
        Instant now = recorded.world().clock().instant();
        recorded.world().advance(Duration.between(now, Instant.parse(expiresAt)).plusMinutes(1));
        return held.backend().token(held.integration());
    }

    private String token(Held held) {
        return held.backend()
                .token(held.integration())
                .json()
                .path("accessToken")
                .asString();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void an_account_is_connected_its_token_vended_and_renewed(String id) {
        recorded.plays(id);
        Held held = connected(id);

        assertThat(token(held)).isEqualTo(Recorded.of(id).exchange().token());
        assertThat(held.person().open("/integrations").text())
                .contains(Catalogs.builtIn().require(id).name());
        assertThat(renewed(held).status()).isEqualTo(200);
        assertThat(token(held)).isEqualTo(Recorded.of(id).refresh().token());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void what_a_provider_says_in_place_of_a_code_connects_nothing(String id, Documented error) {
        recorded.plays(id);
        Visitor ada = recorded.person();
        int before = recorded.provider().requests().size();
        Map<String, String> parameters = new HashMap<>();
        Objects.requireNonNull(error.answer())
                .properties()
                .forEach(one -> parameters.put(one.getKey(), one.getValue().asString()));

        Page page = recorded.back(ada, id, parameters);

        assertThat(recorded.provider().requests()).hasSize(before);
        if (error.means() == Means.DENIED) {
            assertThat(page.uri().getQuery()).isEqualTo("news=denied-" + id);
        } else {
            assertThat(page.path()).isEqualTo("/connect/refused");
        }
        assertThat(ada.open("/integrations").text()).doesNotContain("Disconnect");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void an_answer_without_expires_in_lives_as_the_catalog_says(String id) {
        recorded.plays(id, without(id, "expires_in"), RecordedWorld.replaying(Recorded.answer(id, "refresh")));
        Held held = connected(id);

        JsonNode vend = held.backend().token(held.integration()).json();

        boolean endless =
                vend.path("expiresAt").isNull() || vend.path("expiresAt").isMissingNode();
        assertThat(endless).isEqualTo(Catalogs.builtIn().require(id).token().accessTokenLife() == null);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void an_answer_without_a_refresh_token_works_until_its_end(String id) {
        recorded.plays(id, without(id, "refresh_token"), RecordedWorld.replaying(Recorded.answer(id, "refresh")));
        Held held = connected(id);
        int before = recorded.provider().requests().size();

        Api.Answer ended = renewed(held);

        assertThat(ended.problem()).as(ended.raw().body()).isEqualTo("needs-reconnect");
        assertThat(recorded.provider().requests()).hasSize(before);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("troubles")
    void a_grant_outlives_its_providers_trouble(String id, String trouble) {
        recorded.plays(id);
        Held held = connected(id);
        recorded.plays(id, Recorded.answer(id, "code"), Objects.requireNonNull(TROUBLES.get(trouble)));

        Api.Answer refused = renewed(held);

        assertThat(refused.problem()).as(refused.raw().body()).isEqualTo("provider-unavailable");
        assertThat(held.state()).isEqualTo("active");
        assertThat(held.get("/diagnosis").path("cause").asString()).isEqualTo("provider_unavailable");
        works(id, held);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("renewals")
    void each_documented_error_of_a_renewal_does_to_the_grant_what_it_means(String id, Documented error) {
        recorded.plays(id);
        Held held = connected(id);
        recorded.plays(id, Recorded.answer(id, "code"), FakeProvider.json(error.code(), error.body()));

        Api.Answer refused = renewed(held);

        switch (error.means()) {
            case REAUTHORIZE -> {
                assertThat(refused.problem()).isEqualTo("needs-reconnect");
                assertThat(held.state()).isEqualTo("needs_reconnect");
                says(held, error, "person");
            }
            case MISCONFIGURED, UPGRADE, DENIED -> {
                assertThat(refused.problem()).isEqualTo("misconfigured");
                assertThat(held.state()).isEqualTo("misconfigured");
                says(held, error, "operator");
                works(id, held);
            }
            case RETRY -> {
                assertThat(refused.problem()).isEqualTo("provider-unavailable");
                assertThat(held.state()).isEqualTo("active");
                works(id, held);
            }
            case RESTART, GONE -> throw new AssertionError("no answer to a renewal");
        }
    }

    private static void says(Held held, Documented error, String whoMustAct) {
        JsonNode diagnosis = held.get("/diagnosis");
        assertThat(diagnosis.path("cause").asString()).isEqualTo(error.words());
        assertThat(diagnosis.path("whoMustAct").asString()).isEqualTo(whoMustAct);
    }

    private void works(String id, Held held) {
        recorded.plays(id);
        recorded.world().advance(Duration.ofMinutes(11));
        Api.Answer vend = held.backend().token(held.integration());
        assertThat(vend.status()).as(vend.raw().body()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_disconnect_says_so_to_the_provider_in_its_own_way(String id) {
        recorded.forget();
        recorded.plays(id);
        Held held = connected(id);
        int before = recorded.provider().requests().size();

        Api.Answer receipt = held.backend().delete("/api/v1/oauth/integrations/" + held.integration());

        Provider provider = Catalogs.builtIn().require(id);
        assertThat(receipt.json().path("outcome").asString())
                .as(receipt.raw().body())
                .isEqualTo(
                        provider.revocation().offered() && provider.revocation().confirmed() ? "revoked" : "by_hand");
        List<FakeProvider.Request> told = recorded.provider()
                .requests()
                .subList(before, recorded.provider().requests().size());
        assertThat(told).hasSizeBetween(provider.revocation().offered() ? 1 : 0, 2);
        told.forEach(request -> assertThat(request.target())
                .startsWith("/"
                        + firstOf(provider.revocation().requireCall().endpoint().getPath())));
        assertThat(held.backend().token(held.integration()).status()).isEqualTo(404);
    }

    private static String firstOf(String path) {
        return path.split("/", -1)[1];
    }

    private static String without(String id, String member) {
        ObjectNode answer = JSON.readValue(Recorded.answer(id, "code"), ObjectNode.class);
        answer.remove(member);
        return answer.toString();
    }
}
