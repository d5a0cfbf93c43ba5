package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How one stream is, and what a person changes about it. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamPageTest {
    private World world;
    private Visitor ada;
    private UUID google;
    private String page;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
    }

    @BeforeEach
    void connect() {
        ada = world.visitor().signUp();
        google = ada.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        page = "/integrations/" + google + "/streams/google.calendar.events";
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void it_is_reached_from_its_connection_and_tells_how_it_is() {
        assertThat(ada.open("/integrations/" + google)
                        .find("#streams a[href='" + page + "']")
                        .text())
                .isEqualTo("Calendar events");
        Page shown = ada.open(page);
        assertThat(shown.find("h1").text()).isEqualTo("Calendar events");
        assertThat(shown.find("section[aria-labelledby=state]").text()).contains("In step", "Kept aside Nothing");
        assertThat(shown.find("#every option[selected]").text()).isEqualTo("As usual: every 15 minutes");
        assertThat(shown.has("#reading")).as("events have no text beside").isFalse();
    }

    @Test
    void how_often_it_runs_is_chosen_and_stays() {
        Page saved = submit(page, "/schedule", Map.of("every", "PT1H"));
        assertThat(saved.find("[role=status]").text()).contains("Saved");
        assertThat(saved.find("#every option[selected]").text()).isEqualTo("Every hour");
        assertThat(submit(page, "/schedule", Map.of("every", ""))
                        .find("#every option[selected]")
                        .text())
                .startsWith("As usual");
    }

    @Test
    void it_is_paused_and_goes_on() {
        Page paused = submit(page, "/pause", Map.of());
        assertThat(paused.find("section[aria-labelledby=state]").text()).contains("Paused", "Next run None");
        assertThat(submit(page, "/resume", Map.of())
                        .find("section[aria-labelledby=state]")
                        .text())
                .doesNotContain("Next run None");
    }

    @Test
    void a_pace_that_is_none_is_refused_and_nothing_changes() {
        for (String every : new String[] {"PT1S", "P9D", "often"}) {
            Page refused = ada.browser().submit(ada.open(page), form("/schedule"), Map.of("every", every));
            assertThat(refused.status()).as(every).isEqualTo(400);
        }
        assertThat(ada.open(page).find("#every option[selected]").text()).startsWith("As usual");
    }

    @Test
    void the_text_of_messages_is_not_offered_where_google_was_not_asked() {
        Page mail = ada.open("/integrations/" + google + "/streams/google.mail.messages");
        assertThat(mail.find("section[aria-labelledby=reading]").text()).contains("not enough to read the text");
    }

    @Test
    @DisplayName("E-01 a stream of another account")
    void somebody_elses_is_as_none() {
        Visitor eve = world.visitor().signUp();
        assertThat(eve.open(page).status()).isEqualTo(404);
        assertThat(ada.open("/integrations/" + google + "/streams/google.no.such")
                        .status())
                .isEqualTo(404);
        assertThat(new Browser().open(world.url(page)).path()).isEqualTo("/login");
    }

    private Page submit(String on, String form, Map<String, String> fields) {
        Page answer = ada.browser().submit(ada.open(on), form(form), fields);
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private String form(String below) {
        return "form[action='" + page + below + "']";
    }
}
