package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What new consent leaves behind, and whose tokens a renewal brings. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewedConsentTest {
    private static final ProviderCase X = ProviderCase.of("twitter", Visitor.LINH_WORK);
    private static final ProviderCase GITHUB = ProviderCase.of("github", Visitor.LINH_WORK);
    private static final ProviderCase META = ProviderCase.of("meta", Visitor.LINH_WORK);

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @BeforeEach
    void reset() {
        List.of(X, GITHUB, META).forEach(provider -> providers.prepare(provider, "{}"));
        providers
                .world()
                .database()
                .owner()
                .sql("delete from pending_revocations")
                .update();
    }

    private void reconnect(Visitor person, UUID integration, ProviderCase provider) {
        Page next = person.browser()
                .submitOnly(
                        person.open("/integrations/" + integration),
                        "form[action='/integrations/" + integration + "/reconnect']",
                        Map.of());
        String authorization = next.find(
                        "a[href^='" + providers.world().sandbox().baseUrl() + "']")
                .attr("href");
        Page page = providers.trip(person, authorization, provider, List.of());
        assertThat(page.path()).as(page.text()).isEqualTo("/integrations/" + integration);
    }

    private void revokeWhatIsDue() {
        providers.world().advance(Duration.ofMinutes(1));
        providers.server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
    }

    private long revoked(ProviderCase provider, String outcome) {
        return providers.world().sandbox().ledger().count(provider.id(), "revoke", outcome);
    }

    private void works(Api backend, UUID integration, Duration life) {
        assertThat(backend.token(integration).status()).isEqualTo(200);
        providers.world().advance(life);
        Api.Answer renewed = backend.token(integration);
        assertThat(renewed.status()).as(renewed.raw().body()).isEqualTo(200);
    }

    @Test
    void a_reconnect_at_x_ends_both_old_tokens_and_nothing_of_the_new_ones() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        Api backend = providers.backend(ada);

        reconnect(ada, integration, X);
        revokeWhatIsDue();

        assertThat(revoked(X, "revoked")).isEqualTo(2);
        works(backend, integration, Duration.ofHours(3));
    }

    @Test
    void a_reconnect_at_github_ends_the_old_token_alone() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, GITHUB);
        Api backend = providers.backend(ada);

        reconnect(ada, integration, GITHUB);
        revokeWhatIsDue();

        assertThat(providers.world().sandbox().ledger().count("github", "deleteToken", "token_deleted"))
                .isEqualTo(1);
        assertThat(revoked(GITHUB, "revoked")).as("the consent stays").isZero();
        works(backend, integration, Duration.ofHours(9));
    }

    @Test
    void a_reconnect_where_one_call_ends_the_consent_ends_nothing() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, META);

        reconnect(ada, integration, META);
        revokeWhatIsDue();

        assertThat(providers.world().sandbox().ledger().entries("meta", "revoke"))
                .isEmpty();
        assertThat(providers.backend(ada).token(integration).status()).isEqualTo(200);
    }

    @Test
    void a_renewal_without_an_id_token_for_somebody_else_is_found_by_the_profile() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        Api backend = providers.backend(ada);
        providers.prepare(X, "{\"refreshOtherSubject\":true}");
        providers.world().advance(Duration.ofHours(3));

        Api.Answer answer = backend.token(integration);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("cause").asString()).isEqualTo("other_account");
    }

    @Test
    void the_profile_is_asked_once_a_day_and_its_silence_says_nothing() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        Api backend = providers.backend(ada);
        providers.prepare(
                X,
                "{\"failNext\":[{\"endpoint\":\"userinfo\",\"status\":503,\"count\":1},"
                        + "{\"endpoint\":\"me\",\"status\":503,\"count\":1}]}");
        for (int i = 0; i < 4; i++) {
            providers.world().advance(Duration.ofHours(3));
            assertThat(backend.token(integration).status()).isEqualTo(200);
        }
        long asked = providers.world().sandbox().ledger().entries().stream()
                .filter(entry ->
                        entry.provider().equals("twitter") && !entry.endpoint().equals("token"))
                .count();
        assertThat(asked).as("one profile for four renewals").isEqualTo(1);
    }

    @Test
    void tokens_of_a_github_app_name_no_scopes_and_lack_none() {
        providers.prepare(GITHUB, "{\"githubApp\":true}");
        Visitor ada = providers.person();

        UUID integration = providers.connected(ada, GITHUB.of(Visitor.LINH_HOME));

        assertThat(ada.open("/integrations/" + integration).text()).doesNotContain("left unticked", "Not allowed");
        assertThat(providers.backend(ada).token(integration).status()).isEqualTo(200);
    }
}
