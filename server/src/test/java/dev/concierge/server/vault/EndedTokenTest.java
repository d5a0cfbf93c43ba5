package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A token that has ended and that nothing renews needs the person: LinkedIn gives everybody but its partners such tokens, for sixty days. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndedTokenTest {
    private static final ProviderCase LINKEDIN = ProviderCase.of("linkedin", Visitor.LINH_WORK);

    private final java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();
    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        providers.prepare(LINKEDIN, "{\"partner\":false}");
    }

    @AfterAll
    void stop() {
        http.close();
        providers.close();
    }

    private record Connected(Visitor visitor, Api api, UUID integration) {
        Page page() {
            if (visitor.open("/integrations").path().equals("/login")) {
                visitor.signIn();
            }
            return visitor.open("/integrations/" + integration);
        }

        String said(String member) {
            return api.get("/api/v1/oauth/integrations/" + integration + "/diagnosis")
                    .json()
                    .path(member)
                    .asString();
        }
    }

    private Connected connected() {
        Visitor ada = providers.world().visitor().signUp();
        UUID integration = providers.connected(ada, LINKEDIN);
        Api api = new Api(
                http,
                providers.world().server(),
                providers.world().url("/"),
                ada.apiKey("tokens:vend", "integrations:read"));
        return new Connected(ada, api, integration);
    }

    /** What the scheduler does each second; the refreshes that it began have ended when this returns. */
    private void runSchedule() {
        providers.world().server().bean(RefreshSchedule.class).begin();
        TokenRefresher refresher = providers.world().server().bean(TokenRefresher.class);
        refresher.stop();
        refresher.start();
    }

    private void says(Connected ada) {
        assertThat(ada.said("state")).isEqualTo("needs_reconnect");
        assertThat(ada.said("cause")).isEqualTo("token_ended");
        assertThat(ada.said("whoMustAct")).isEqualTo("person");
        assertThat(ada.said("words")).contains("LinkedIn", "Reconnect");
        Page page = ada.page();
        assertThat(page.text())
                .contains(ada.said("words"), "Sign in again")
                .doesNotContain("All is well", "Renewed when asked for", "ended our access");
        assertThat(page.has(".notices form[action$='/reconnect']")).isTrue();
    }

    @Test
    void the_schedule_finds_it_though_nobody_asks_for_a_token() {
        Connected ada = connected();
        providers.world().advance(Duration.ofDays(59));
        runSchedule();
        assertThat(ada.said("state")).isEqualTo("active");

        providers.world().advance(Duration.ofDays(2));
        runSchedule();

        says(ada);
        assertThat(providers
                        .world()
                        .database()
                        .owner()
                        .sql("select count(*) from grants where refresh_due_at is not null and provider = 'linkedin'")
                        .query(Long.class)
                        .single())
                .as("and is not looked at again and again")
                .isZero();
        assertThat(providers
                        .world()
                        .database()
                        .owner()
                        .sql("select count(*) from audit_events where detail ->> 'reason' = 'token_ended'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void a_caller_that_finds_it_first_makes_it_known() {
        Connected ada = connected();
        assertThat(ada.api().token(ada.integration()).status()).isEqualTo(200);
        providers.world().advance(Duration.ofDays(61));

        Api.Answer answer = ada.api().token(ada.integration());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("cause").asString()).isEqualTo("token_ended");
        assertThat(ada.api().token(ada.integration()).json().path("cause").asString())
                .isEqualTo("token_ended");
        says(ada);
    }

    @Test
    void a_reconnect_makes_it_work_again() {
        Connected ada = connected();
        providers.world().advance(Duration.ofDays(61));
        runSchedule();
        assertThat(ada.said("state")).isEqualTo("needs_reconnect");

        Page leave = ada.visitor()
                .browser()
                .submitOnly(
                        ada.page(),
                        "form[action='/integrations/" + ada.integration() + "/reconnect']",
                        java.util.Map.of());
        String authorization = leave.find(
                        "a[href^='" + providers.world().sandbox().baseUrl() + "']")
                .attr("href");
        providers.trip(ada.visitor(), authorization, LINKEDIN, java.util.List.of());

        assertThat(ada.said("state")).isEqualTo("active");
        assertThat(ada.api().token(ada.integration()).status()).isEqualTo(200);
    }
}
