package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who does not look at the pages hears by mail of an end that comes and of one that came: once for each, at an address that is theirs. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndMailTest {
    private static final ProviderCase GOOGLE = ProviderCase.named("google");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String SEVEN_DAYS =
            "{\"lie\":[{\"endpoint\":\"token\",\"merge\":{\"refresh_token_expires_in\":604800}}]}";
    private static final String SOON = "A connected account needs you soon";
    private static final String NOW = "A connected account needs you";
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

    private record Connected(Visitor visitor, Api api, UUID integration) {}

    private Connected connected(ProviderCase provider, String knobs, boolean proved) {
        providers.prepare(provider, knobs);
        Visitor ada = providers.person();
        providers
                .world()
                .database()
                .owner()
                .sql("update accounts set email_verified = :proved where email = :email")
                .param("proved", proved)
                .param("email", ada.email())
                .update();
        UUID integration = providers.connected(ada, provider);
        return new Connected(ada, providers.backend(ada), integration);
    }

    private List<Letter> letters(Connected person, String subject) {
        return new KeptMail(providers.server())
                .to(person.visitor().email()).stream()
                        .filter(letter -> letter.subject().equals(subject))
                        .toList();
    }

    private void round() throws Exception {
        providers.server().bean(JobRunner.class).run("integrations.tell-ends");
    }

    private Instant end(Connected person) {
        return Instant.parse(person.api()
                .get("/api/v1/oauth/integrations/" + person.integration())
                .json()
                .path("accessEndsAt")
                .asString());
    }

    private void advanceTo(Instant moment) {
        providers.world().advance(Duration.between(providers.world().clock().instant(), moment));
    }

    private static String path(Letter letter) {
        return Objects.requireNonNull(letter.link()).url().getPath();
    }

    @Test
    void an_end_that_comes_is_told_once_however_often_the_job_runs_and_again_after_the_next_consent() throws Exception {
        Connected ada = connected(GOOGLE, SEVEN_DAYS, true);
        Instant end = end(ada);
        advanceTo(end.minus(Duration.ofDays(2)).minus(HOUR));
        round();
        assertThat(letters(ada, SOON)).as("still far").isEmpty();

        advanceTo(end.minus(Duration.ofDays(2)).plus(HOUR));
        round();
        round();
        providers.world().advance(HOUR);
        round();

        List<Letter> told = letters(ada, SOON);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().paragraphs())
                .anySatisfy(words -> assertThat(words).contains("Google", DAY.format(end), "Reconnect"));
        assertThat(path(told.getFirst())).isEqualTo("/integrations/" + ada.integration());

        if (ada.visitor().open("/integrations").path().equals("/login")) {
            ada.visitor().signIn();
        }
        providers.prepare(GOOGLE, SEVEN_DAYS);
        providers.trip(ada.visitor(), providers.beginAgain(ada.visitor(), ada.integration()), GOOGLE, List.of());
        round();
        assertThat(letters(ada, SOON)).as("the new end is far").hasSize(1);
        advanceTo(end(ada).minus(Duration.ofDays(2)).plus(HOUR));
        round();
        assertThat(letters(ada, SOON)).hasSize(2);
    }

    @Test
    @DisplayName("D-11 access that was taken away at the provider is told by one mail that says why")
    void an_end_that_came_is_told_once_with_its_cause() {
        Connected ada = connected(GOOGLE.of(Visitor.LINH_WORK), "{}", true);
        providers.world().sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        providers.world().advance(Duration.ofHours(2));

        assertThat(ada.api().token(ada.integration()).status()).isEqualTo(409);
        assertThat(ada.api().token(ada.integration()).status()).isEqualTo(409);

        List<Letter> told = letters(ada, NOW);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().paragraphs())
                .anySatisfy(words -> assertThat(words).contains("Google ended our access"));
        assertThat(path(told.getFirst())).isEqualTo("/integrations/" + ada.integration());
    }

    @Test
    void an_address_that_nobody_proved_gets_neither() throws Exception {
        Connected eve = connected(GOOGLE.of(Visitor.LINH_HOME), SEVEN_DAYS, false);
        advanceTo(end(eve).minus(Duration.ofDays(2)).plus(HOUR));
        round();
        providers.world().sandbox().revoke("google", Visitor.LINH_HOME, "concierge-test");
        providers.world().advance(Duration.ofHours(2));
        assertThat(eve.api().token(eve.integration()).status()).isEqualTo(409);

        assertThat(new KeptMail(providers.server()).subjects(eve.visitor().email()))
                .doesNotContain(SOON, NOW);
    }
}
