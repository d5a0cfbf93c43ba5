package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What holds for every provider that the sandbox serves: connect, refusal, less than asked, renewal with and without rotation, answers that leave
 * something out, a grant that ended there, and the disconnect in the provider's own way.
 */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderContractTest {
    private static final String ANA = "ana.ruiz@meridian.example";
    /** Allows less than others: nobody else connects this account, as an earlier consent would stand at some. */
    private static final String HOME = "linh@home.example";

    private static final String JONAS = "jonas.weber@home.example";

    /** Longer than an API key of a test lives are three lives of such a token. */
    private static final Duration LONG = Duration.ofDays(30);

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    static Stream<ProviderCase> served() {
        return ProviderCase.all().stream().sorted(java.util.Comparator.comparing(ProviderCase::id));
    }

    static Stream<ProviderCase> unticking() {
        return served().filter(provider -> provider.untick() != null);
    }

    static Stream<ProviderCase> allOrNothing() {
        return served().filter(provider -> provider.untick() == null);
    }

    static Stream<ProviderCase> ending() {
        return served().filter(provider -> provider.tokenEnds() != null);
    }

    private Provider catalog(ProviderCase provider) {
        return providers.server().bean(Catalog.class).require(provider.id());
    }

    /** Whether it can be asked to end a grant, and says anywhere that it does. */
    private boolean confirms(ProviderCase provider) {
        return provider.revoked() > 0 && catalog(provider).revocation().confirmed();
    }

    private void end(ProviderCase provider) {
        Duration life = provider.tokenEnds();
        providers.world().advance(life == null ? Duration.ofMinutes(2) : life);
    }

    @Test
    void every_entry_of_the_catalog_is_shown_at_the_sandbox_or_by_its_recorded_answers() {
        assertThat(served().map(ProviderCase::id))
                .as("cases, and what the sandbox serves")
                .containsExactlyElementsOf(ProviderWorld.served());
        List<String> shown = new ArrayList<>(ProviderWorld.served());
        RecordedContractTest.ids().filter(id -> !shown.contains(id)).forEach(shown::add);
        assertThat(Catalogs.IDS).as("built-in files").containsExactlyInAnyOrderElementsOf(shown);
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_person_connects_and_a_backend_takes_the_token(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();

        UUID integration = providers.connected(ada, provider);

        Api.Answer vend = providers.backend(ada).token(integration);
        assertThat(vend.status()).isEqualTo(200);
        assertThat(providers.world().sandbox().secrets().all())
                .anyMatch(secret ->
                        secret.value().equals(vend.json().path("accessToken").asString()));
        Page page = ada.open("/integrations/" + integration);
        catalog(provider).connectScopes().stream()
                .flatMap(name -> catalog(provider).scope(name).stream())
                .forEach(scope -> assertThat(page.text()).contains(scope.title()));
        assertThat(ada.open("/integrations").text()).contains(catalog(provider).name());
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_person_says_no_and_nothing_is_connected(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();

        Page page = providers.refuse(ada, provider);

        assertThat(page.path()).isEqualTo("/integrations");
        assertThat(String.valueOf(page.uri().getQuery())).isEqualTo("news=denied-" + provider.id());
        assertThat(providers.world().sandbox().ledger().entries(provider.id(), "token"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("unticking")
    void less_than_asked_is_the_persons_to_decide(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        String left = String.valueOf(provider.untick());

        // whom nobody else connects, and who runs a Page where that is what is connected
        ProviderCase fresh = provider.of(provider.id().equals("meta") ? JONAS : HOME);
        providers.world().sandbox().revoke(provider.id(), fresh.account(), "concierge-test");

        Page choice = providers.connect(ada, fresh, List.of(left));

        assertThat(choice.path()).startsWith("/integrations/choices/");
        assertThat(choice.text())
                .contains(catalog(provider).scope(left).orElseThrow().title());
        Page kept = ada.browser().submit(choice, "form:has(button[value=add])", Map.of("choice", "add"));
        assertThat(kept.path()).startsWith("/integrations/");
    }

    @ParameterizedTest
    @MethodSource("allOrNothing")
    void where_nothing_can_be_left_out_all_that_was_asked_for_is_connected_without_a_question(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();

        Page page = providers.connect(ada, provider, catalog(provider).connectScopes());

        assertThat(page.path()).as(page.text()).matches("/integrations/[0-9a-f-]{36}");
        Api.Answer vend =
                providers.backend(ada).token(UUID.fromString(page.path().substring("/integrations/".length())));
        assertThat(vend.json().path("scopes").valueStream().map(JsonNode::asString))
                .containsAll(catalog(provider).connectScopes());
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_reconnect_with_the_same_account_is_the_same_integration(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);

        Page page = taken(ada, providers.trip(ada, providers.beginAgain(ada, integration), provider, List.of()));

        assertThat(page.path()).isEqualTo("/integrations/" + integration);
        Api backend = providers.backend(ada);
        assertThat(backend.get("/api/v1/oauth/integrations").json().path("items"))
                .hasSize(1);
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_reconnect_that_comes_back_as_another_account_asks_first_and_replaces_only_when_told_to(
            ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        Api backend = providers.backend(ada);
        String before = account(integration);
        ProviderCase other = provider.of(provider.id().equals("youtube") ? HOME : ANA);

        Page question = taken(ada, providers.trip(ada, providers.beginAgain(ada, integration), other, List.of()));

        assertThat(question.path()).as(question.text()).startsWith("/integrations/choices/");
        assertThat(account(integration)).isEqualTo(before);
        Page replaced = ada.browser().submit(question, "form:has(button[value=replace])", Map.of("choice", "replace"));
        assertThat(replaced.path()).isEqualTo("/integrations/" + integration);
        assertThat(account(integration)).isNotEqualTo(before);
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    /** Of several things that could be connected the first. */
    private static Page taken(Visitor person, Page page) {
        String first = "form:has(button[value=take])";
        return page.has(first) ? person.browser().submit(page, first, Map.of("choice", "take")) : page;
    }

    /** Who it is at the provider, by what never changes. */
    private String account(UUID integration) {
        return providers
                .world()
                .database()
                .owner()
                .sql("select upstream_subject from integrations where id = :id")
                .param("id", integration)
                .query(String.class)
                .single();
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_token_is_renewed_again_and_again(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        Api backend = providers.backend(ada);
        String token = backend.token(integration).json().path("accessToken").asString();

        boolean once = provider.tokenEnds() != null && provider.tokenEnds().compareTo(LONG) > 0;
        for (int time = 0; time < (once ? 1 : 3); time++) {
            end(provider);
            renew(provider, backend, integration);
            Api.Answer vend = backend.token(integration);
            assertThat(vend.status()).isEqualTo(200);
            assertThat(vend.json().path("accessToken").asString()).isNotEqualTo(token);
            token = vend.json().path("accessToken").asString();
        }
    }

    /** Asks for a token that has to be new: one that ended, or one that is extended while it lives. */
    private Api.Answer ask(ProviderCase provider, Api backend, UUID integration) {
        return catalog(provider).refresh().extension() == null
                ? backend.token(integration)
                : backend.post("/api/v1/oauth/integrations/" + integration + "/refresh", "");
    }

    /** Tokens without an end, and those that live on, are renewed by asking. */
    private void renew(ProviderCase provider, Api backend, UUID integration) {
        if (provider.tokenEnds() == null || catalog(provider).refresh().extension() != null) {
            Api.Answer renewed = backend.post("/api/v1/oauth/integrations/" + integration + "/refresh", "");
            assertThat(renewed.status()).as(renewed.raw().body()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("ending")
    void access_ended_at_the_provider_needs_a_reconnect_and_is_said_in_words(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        Api backend = providers.backend(ada);
        assertThat(providers.world().sandbox().revoke(provider.id(), provider.account(), "concierge-test"))
                .isTrue();
        end(provider);

        assertThat(ask(provider, backend, integration).problem()).isEqualTo("needs-reconnect");
        if (ada.open("/integrations").path().equals("/login")) {
            ada.signIn();
        }
        assertThat(ada.open("/integrations/" + integration).text())
                .contains(catalog(provider).name())
                .doesNotContain("invalid_grant", "invalid_request", "bad_refresh_token");
    }

    @ParameterizedTest
    @MethodSource("ending")
    void a_refused_registration_is_the_operators_and_keeps_the_grant(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        Api backend = providers.backend(ada);
        end(provider);
        providers.prepare(provider, "{\"clientSecretExpired\":true}");

        assertThat(ask(provider, backend, integration).problem()).isEqualTo("misconfigured");
        providers.prepare(provider, "{}");
        providers.world().advance(Duration.ofMinutes(11));
        assertThat(ask(provider, backend, integration).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("served")
    void an_answer_without_expires_in_lives_as_the_catalog_says(ProviderCase provider) {
        providers.prepare(provider, "{\"lie\":[{\"endpoint\":\"token\",\"count\":2,\"merge\":{\"expires_in\":null}}]}");
        Visitor ada = providers.person();

        UUID integration = providers.connected(ada, provider);

        Api.Answer vend = providers.backend(ada).token(integration);
        assertThat(vend.status()).isEqualTo(200);
        assertThat(vend.json().path("expiresAt").isNull()
                        || vend.json().path("expiresAt").isMissingNode())
                .isEqualTo(catalog(provider).token().accessTokenLife() == null);
    }

    @ParameterizedTest
    @MethodSource("ending")
    void an_answer_without_a_refresh_token_works_until_its_end(ProviderCase provider) {
        providers.prepare(provider, "{\"lie\":[{\"endpoint\":\"token\",\"merge\":{\"refresh_token\":null}}]}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        Api backend = providers.backend(ada);
        assertThat(backend.token(integration).status()).isEqualTo(200);

        providers.world().advance(Duration.ofDays(62));

        assertThat(backend.token(integration).problem()).isEqualTo("needs-reconnect");
    }

    @ParameterizedTest
    @MethodSource("served")
    void a_disconnect_says_so_to_the_provider_in_its_own_way(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider.of(ANA));
        Api backend = providers.backend(ada);
        providers.world().sandbox().ledger().clear();

        Api.Answer receipt = backend.delete("/api/v1/oauth/integrations/" + integration);

        assertThat(receipt.json().path("outcome").asString())
                .as(receipt.raw().body())
                .isEqualTo(confirms(provider) ? "revoked" : "by_hand");
        assertThat(providers.world().sandbox().ledger().count(provider.ledger(), "revoke", "revoked"))
                .isEqualTo(provider.revoked());
        assertThat(backend.token(integration).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("ending")
    void a_disconnect_long_after_the_token_ended_still_ends_the_grant_there(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider.of(provider.id().equals("youtube") ? ANA : JONAS));
        Api backend = providers.backend(ada);
        end(provider);
        providers.world().sandbox().ledger().clear();

        Api.Answer receipt = backend.delete("/api/v1/oauth/integrations/" + integration);

        assertThat(receipt.json().path("outcome").asString())
                .as(receipt.raw().body())
                .isEqualTo(confirms(provider) ? "revoked" : "by_hand");
    }

    @ParameterizedTest
    @MethodSource("served")
    void two_people_with_one_account_at_the_provider_do_not_end_each_other(ProviderCase provider) {
        providers.prepare(provider, "{}");
        Visitor ada = providers.person();
        Visitor ben = providers.person();
        UUID adas = providers.connected(ada, provider);
        UUID bens = providers.connected(ben, provider);
        Api backend = providers.backend(ben);

        providers.backend(ada).delete("/api/v1/oauth/integrations/" + adas);

        end(provider);
        renew(provider, backend, bens);
        assertThat(backend.token(bens).status()).isEqualTo(200);
    }
}
