package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.authorization.CallbackForms;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Callbacks that come by POST from the provider's page ({@code response_mode=form_post}), so without our cookies. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostedCallbackTest {
    private World world;

    @BeforeAll
    void start() {
        world = World.start(1, Map.of(), text -> text.replace("responseMode: query", "responseMode: form_post"));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    /** What the provider's page would post; another browser without our cookies stands for a cross-site POST of the same one. */
    private Page post(URI callback) {
        return new Browser()
                .send(
                        "POST",
                        URI.create(callback.toString()
                                .substring(0, callback.toString().indexOf('?'))),
                        callback.getRawQuery(),
                        Map.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Origin",
                                world.sandbox().baseUrl(),
                                "Sec-Fetch-Site",
                                "cross-site"));
    }

    private URI consent(Visitor person) {
        return consent(person, person.beginConnect());
    }

    /** The sandbox's Google answers by address alone, and does not know the parameter. */
    private URI consent(Visitor person, URI authorization) {
        URI known = URI.create(authorization.toString().replaceAll("[?&]response_mode=form_post", ""));
        return person.consent(known, Visitor.LINH_WORK, Set.of());
    }

    @Test
    void the_parameters_are_put_away_and_the_trip_ends_where_the_cookies_are() {
        Visitor ada = world.visitor().signUp();
        URI begun = ada.beginConnect();
        assertThat(begun.getRawQuery()).contains("response_mode=form_post");

        Page posted = post(consent(ada, begun));

        assertThat(posted.status()).isEqualTo(303);
        URI resume = Browser.location(posted);
        assertThat(resume.getPath()).isEqualTo("/api/v1/oauth/google/callback/resume");
        assertThat(resume.getRawQuery()).doesNotContain("code", "state");
        assertThat(ada.browser().open(resume).path()).startsWith("/integrations/");
        assertThat(ada.browser().open(resume).status())
                .as("a handle works once")
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void another_browser_that_resumes_gets_nothing() {
        Visitor ada = world.visitor().signUp();
        Visitor eve = world.visitor().signUp();
        URI resume = Browser.location(post(consent(ada)));

        assertThat(eve.browser().open(resume).status()).isGreaterThanOrEqualTo(400);
        assertThat(eve.open("/integrations").text()).doesNotContain(Visitor.LINH_WORK);
    }

    @Test
    void what_belongs_to_no_trip_is_not_kept() {
        Visitor ada = world.visitor().signUp();
        URI callback = consent(ada);
        URI foreign = URI.create(callback.toString().replaceAll("state=[^&]+", "state=" + "A".repeat(43)));
        assertThat(FlowCase.isRefusal(post(foreign))).isTrue();
        URI twice = URI.create(callback + "&state=" + "A".repeat(43));
        assertThat(FlowCase.isRefusal(post(twice))).isTrue();
        URI large = URI.create(callback + "&x=" + "y".repeat(20_000));
        assertThat(FlowCase.isRefusal(post(large))).isTrue();
        assertThat(rows()).isZero();
    }

    @Test
    void a_minute_later_it_is_gone_and_swept_away() {
        Visitor ada = world.visitor().signUp();
        URI resume = Browser.location(post(consent(ada)));
        world.advance(Duration.ofSeconds(61));

        assertThat(ada.browser().open(resume).status()).isGreaterThanOrEqualTo(400);
        assertThat(world.server().bean(CallbackForms.class).purge()).isEqualTo(1);
    }

    @Test
    void a_provider_that_answers_by_address_is_not_taken_by_post() {
        try (World usual = World.start()) {
            Page page = new Browser()
                    .send(
                            "POST",
                            usual.url("/api/v1/oauth/google/callback"),
                            "state=x&code=y",
                            Map.of("Content-Type", "application/x-www-form-urlencoded"));
            assertThat(page.status()).isEqualTo(404);
        }
    }

    private int rows() {
        return world.server().bean(CallbackForms.class).purge()
                + world.server()
                        .bean(SystemScope.class)
                        .call(jdbc -> jdbc.sql("select callback_form_purge('infinity')")
                                .query(Integer.class)
                                .single());
    }
}
