package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** An end of access that is known beforehand is said before it comes: on the page, on the overview and by the API. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndAheadTest {
    private static final ProviderCase GOOGLE = ProviderCase.named("google");
    private static final ProviderCase LINKEDIN = ProviderCase.named("linkedin");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String SOON = "access_ends_soon";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    private record Connected(Visitor visitor, Api api, UUID integration) {
        JsonNode answer(String more) {
            Api.Answer answer = api.get("/api/v1/oauth/integrations/" + integration + more);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            return answer.json();
        }

        String cause() {
            return answer("/diagnosis").path("cause").asString("");
        }

        Instant end() {
            return Instant.parse(answer("").path("accessEndsAt").asString());
        }

        /** A page, signed in again when the session has ended meanwhile. */
        Page page(String path) {
            if (visitor.open("/integrations").path().equals("/login")) {
                visitor.signIn();
            }
            return visitor.open(path);
        }

        String path() {
            return "/integrations/" + integration;
        }

        String reconnect() {
            return "form[action='" + path() + "/reconnect']";
        }
    }

    private Connected connected(ProviderCase provider, String knobs) {
        providers.prepare(provider, knobs);
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, provider);
        return new Connected(ada, providers.backend(ada), integration);
    }

    private static String endingIn(Duration life) {
        return "{\"lie\":[{\"endpoint\":\"token\",\"merge\":{\"refresh_token_expires_in\":" + life.toSeconds() + "}}]}";
    }

    private Instant now() {
        return providers.world().clock().instant();
    }

    private void isSaidWithin(Connected ada, Duration notice) {
        Instant end = ada.end();
        providers.world().advance(Duration.between(now(), end).minus(notice).minus(HOUR));
        assertThat(ada.cause()).isNotEqualTo(SOON);
        assertThat(ada.page("/").has(ada.reconnect())).isFalse();
        assertThat(ada.page(ada.path()).text()).doesNotContain("ends soon");

        providers.world().advance(HOUR.multipliedBy(2));
        JsonNode said = ada.answer("/diagnosis");
        assertThat(said.path("cause").asString("")).isEqualTo(SOON);
        assertThat(said.path("state").asString()).isEqualTo("active");
        assertThat(said.path("whoMustAct").asString()).isEqualTo("person");
        assertThat(said.path("link").path("title").asString()).startsWith("Reconnect ");
        String words = said.path("words").asString();
        assertThat(words).contains(DAY.format(end), "Reconnect");
        Page overview = ada.page("/");
        assertThat(overview.text()).contains(words, "One of your accounts needs a moment");
        assertThat(overview.has(ada.reconnect())).isTrue();
        Page page = ada.page(ada.path());
        assertThat(page.text()).contains("This connection ends soon.", words);
        assertThat(page.has(ada.reconnect())).isTrue();
        assertThat(ada.page("/integrations").text()).contains(words);
    }

    @Test
    void a_grant_of_seven_days_is_said_two_days_before_and_reconnecting_ends_the_warning() {
        Connected ada = connected(GOOGLE, endingIn(Duration.ofDays(7)));

        isSaidWithin(ada, Duration.ofDays(2));

        assertThat(ada.api().token(ada.integration()).status())
                .as("it works still")
                .isEqualTo(200);
        assertThat(ada.cause()).as("a renewal by itself moves no end").isEqualTo(SOON);
        providers.trip(ada.visitor(), providers.beginAgain(ada.visitor(), ada.integration()), GOOGLE, List.of());
        assertThat(ada.cause()).isNotEqualTo(SOON);
        assertThat(ada.page("/").has(ada.reconnect())).isFalse();
    }

    @Test
    void a_longer_one_is_said_fourteen_days_before_and_no_more_once_it_is_over() {
        Connected ada = connected(GOOGLE.of(Visitor.LINH_WORK), endingIn(Duration.ofDays(60)));

        isSaidWithin(ada, Duration.ofDays(14));

        providers.world().advance(Duration.ofDays(14));
        assertThat(ada.cause()).isNotEqualTo(SOON);
        assertThat(ada.page(ada.path()).text()).doesNotContain("ends soon");
    }

    /** LinkedIn's entry names a year from consent; without a refresh token the year was told, though access ends with the token after 60 days. */
    @Test
    void a_token_that_nothing_renews_ends_the_access_with_it() {
        Connected ada = connected(LINKEDIN.standing("{}", null), "{}");
        assertThat(Duration.between(now(), ada.end()))
                .isBetween(Duration.ofDays(60).minusMinutes(1), Duration.ofDays(60));

        isSaidWithin(ada, Duration.ofDays(14));
    }
}
