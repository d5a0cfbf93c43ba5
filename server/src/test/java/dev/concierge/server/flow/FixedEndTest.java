package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Consents that end on a day known beforehand: Google's while our app is in testing there, and Meta's data access. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixedEndTest {
    private static final ProviderCase GOOGLE = ProviderCase.named("google");
    private static final ProviderCase META = ProviderCase.named("meta");

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(Map.of("GOOGLE_IN_TESTING", "true"));
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    private record Connected(Visitor visitor, Api api, UUID integration) {
        JsonNode answer(String more) {
            return api.get("/api/v1/oauth/integrations/" + integration + more).json();
        }

        String said(String member) {
            return answer("/diagnosis").path(member).asString();
        }

        Page page() {
            if (visitor.open("/integrations").path().equals("/login")) {
                visitor.signIn();
            }
            return visitor.open("/integrations/" + integration);
        }
    }

    private Connected connected(ProviderCase provider, String knobs) {
        providers.prepare(provider, knobs);
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        return new Connected(ada, providers.backend(ada), integration);
    }

    private Instant now() {
        return providers.world().clock().instant();
    }

    private Duration left(Connected person) {
        return Duration.between(
                now(), Instant.parse(person.answer("").path("accessEndsAt").asString()));
    }

    @Test
    void an_app_in_testing_has_seven_days_and_then_the_person_is_told_why() {
        Connected ada = connected(GOOGLE, "{\"testingMode\":true}");
        assertThat(left(ada)).isBetween(Duration.ofDays(7).minusMinutes(1), Duration.ofDays(7));
        assertThat(ada.page().find("dt:contains(Access ends) + dd").text()).isNotEqualTo("no end date");
        providers.world().advance(Duration.ofDays(6));
        assertThat(ada.api().token(ada.integration()).status()).isEqualTo(200);
        assertThat(left(ada)).as("a refresh does not move it").isLessThanOrEqualTo(Duration.ofDays(1));

        providers.world().advance(Duration.ofDays(1).plusHours(2));
        Api.Answer refused = ada.api().token(ada.integration());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("cause").asString()).isEqualTo("token_ended");
        assertThat(ada.said("cause")).isEqualTo("token_ended");
        assertThat(ada.said("whoMustAct")).isEqualTo("person");
        assertThat(ada.said("words")).contains("Google", "for a fixed time").doesNotContain("revoked");
        assertThat(ada.page().text()).contains(ada.said("words"));
    }

    @Test
    void a_revocation_before_the_end_is_not_taken_for_the_end() {
        Connected ada = connected(GOOGLE.of(Visitor.LINH_WORK), "{\"testingMode\":true}");
        providers.world().sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        providers.world().advance(Duration.ofDays(1));

        assertThat(ada.api().token(ada.integration()).status()).isEqualTo(409);

        assertThat(ada.said("cause")).isEqualTo("grant_ended");
    }

    @Test
    void what_the_provider_itself_says_wins() {
        Connected ada = connected(GOOGLE, "{\"timeLimitedSeconds\":86400}");

        assertThat(left(ada)).isBetween(Duration.ofDays(1).minusMinutes(1), Duration.ofDays(1));
    }

    @Test
    void ninety_days_of_metas_data_access_are_shown_and_their_end_is_said_while_the_token_goes_on() {
        Connected ada = connected(META, "{}");
        assertThat(left(ada)).isBetween(Duration.ofDays(90).minusMinutes(1), Duration.ofDays(90));
        for (int month = 0; month < 2; month++) {
            providers.world().advance(Duration.ofDays(40));
            Api.Answer renewed = ada.api().post("/api/v1/oauth/integrations/" + ada.integration() + "/refresh", "");
            assertThat(renewed.status()).as(renewed.raw().body()).isEqualTo(200);
        }
        assertThat(left(ada)).as("an extension does not move it").isLessThanOrEqualTo(Duration.ofDays(10));
        assertThat(ada.said("cause")).isNotEqualTo("access_over");

        providers.world().advance(Duration.ofDays(10).plusMinutes(1));
        ada.page();
        // Keys of people live for ninety days, too.
        Connected late = new Connected(ada.visitor(), providers.backend(ada.visitor()), ada.integration());

        assertThat(late.said("cause")).isEqualTo("access_over");
        assertThat(late.said("whoMustAct")).isEqualTo("person");
        assertThat(late.page().text()).contains(late.said("words"));
        assertThat(late.api().token(late.integration()).status())
                .as("it may still work")
                .isEqualTo(200);

        Page back = providers.trip(
                late.visitor(), providers.beginAgain(late.visitor(), late.integration()), META, List.of());
        if (back.has("form:has(button[value=take])")) {
            late.visitor().browser().submit(back, "form:has(button[value=take])", Map.of("choice", "take"));
        }
        assertThat(left(late)).isGreaterThan(Duration.ofDays(89));
        assertThat(late.said("cause")).isNotEqualTo("access_over");
    }
}
