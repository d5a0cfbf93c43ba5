package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.LedgerEntry;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** One provider, several ways of renewing, as its own settings and history make them: with rotation and without, and with nothing to renew by. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshRulesContractTest {
    private static final String STRICT = "{\"rotateRefreshToken\":true,\"oldRefreshToken\":\"dies\"}";
    private static final String LOOSE = "{\"rotateRefreshToken\":false}";

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    /** @param rotates whether each renewal brings another refresh token */
    record Renewing(String name, ProviderCase provider, boolean rotates) {
        @Override
        public String toString() {
            return provider + " " + name;
        }
    }

    private static ProviderCase standing(String id, String knobs, @Nullable Duration ends) {
        return ProviderCase.named(id).standing(knobs, ends);
    }

    static Stream<Renewing> renewing() {
        Duration hours = Duration.ofHours(9);
        return Stream.of(
                new Renewing("as it is", ProviderCase.named("google"), false),
                new Renewing("rotating", standing("google", STRICT, hours), true),
                new Renewing("as it is", ProviderCase.named("youtube"), false),
                new Renewing("as it is", ProviderCase.named("microsoft"), true),
                new Renewing("without another token", standing("microsoft", LOOSE, hours), false),
                new Renewing("OAuth app with expiring tokens", ProviderCase.named("github"), true),
                new Renewing("GitHub App", standing("github", "{\"githubApp\":true}", hours), true),
                new Renewing("as it is", ProviderCase.named("twitter"), true),
                new Renewing(
                        "without another token",
                        standing("twitter", "{\"localhostRedirects\":true,\"rotateRefreshToken\":false}", hours),
                        false),
                new Renewing("as it is", ProviderCase.named("notion"), true),
                new Renewing("partner", ProviderCase.named("linkedin"), false));
    }

    @ParameterizedTest
    @MethodSource("renewing")
    void each_renewal_uses_the_newest_refresh_token_there_is(Renewing way) {
        ProviderCase provider = way.provider();
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connectedAnyhow(ada, provider);
        Api backend = providers.backend(ada);
        providers.world().sandbox().ledger().clear();
        int times = provider.id().equals("linkedin") ? 1 : 3;

        for (int time = 0; time < times; time++) {
            providers.world().advance(provider.tokenEnds() == null ? Duration.ofMinutes(2) : provider.tokenEnds());
            if (provider.tokenEnds() == null) {
                Api.Answer renewed = backend.post("/api/v1/oauth/integrations/" + integration + "/refresh", "");
                assertThat(renewed.status()).as(renewed.raw().body()).isEqualTo(200);
            }
            assertThat(backend.token(integration).status()).isEqualTo(200);
        }

        List<String> sent = new ArrayList<>();
        for (LedgerEntry entry : providers.world().sandbox().ledger().entries(provider.ledger(), "token")) {
            sent.addAll(entry.parameters().getOrDefault("refresh_token", List.of()));
        }
        assertThat(sent).hasSize(times);
        assertThat(new HashSet<>(sent)).hasSize(way.rotates() ? times : 1);
    }

    static Stream<ProviderCase> ending() {
        return Stream.of(
                standing("linkedin", "{\"partner\":false}", Duration.ofDays(61)),
                standing(
                        "microsoft",
                        "{\"lie\":[{\"endpoint\":\"token\",\"merge\":{\"refresh_token\":null}}]}",
                        Duration.ofHours(2)));
    }

    @ParameterizedTest
    @MethodSource("ending")
    void what_ends_and_cannot_be_renewed_is_told_to_the_person_without_a_call(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connectedAnyhow(ada, provider);
        Api backend = providers.backend(ada);
        assertThat(backend.token(integration).status()).isEqualTo(200);
        providers.world().sandbox().ledger().clear();
        providers.world().advance(Objects.requireNonNull(provider.tokenEnds()));

        assertThat(backend.token(integration).problem()).isEqualTo("needs-reconnect");

        assertThat(providers.world().sandbox().ledger().entries(provider.ledger(), "token"))
                .isEmpty();
    }

    static Stream<ProviderCase> lasting() {
        return Stream.of(
                standing("github", "{\"tokenExpiry\":\"off\"}", null),
                standing("notion", "{\"noRefreshToken\":true}", null));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void what_has_no_end_and_nothing_to_renew_it_by_goes_on_until_it_is_ended_there(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connectedAnyhow(ada, provider);
        Api backend = providers.backend(ada);
        providers.world().sandbox().ledger().clear();
        providers.world().advance(Duration.ofDays(80));

        Api.Answer vend = backend.token(integration);

        assertThat(vend.status()).as(vend.raw().body()).isEqualTo(200);
        assertThat(vend.json().path("expiresAt").isNull()
                        || vend.json().path("expiresAt").isMissingNode())
                .isTrue();
        JsonNode one = backend.get("/api/v1/oauth/integrations/" + integration).json();
        assertThat(one.path("state").asString()).isEqualTo("active");
        assertThat(providers.world().sandbox().ledger().entries(provider.ledger(), "token"))
                .isEmpty();
    }
}
