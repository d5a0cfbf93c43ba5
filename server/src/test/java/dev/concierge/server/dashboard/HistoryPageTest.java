package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What ran: the list, what narrows it, its pages, and one run. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryPageTest {
    private static final String PAGE = "/dashboard/analytics/runs";

    private World world;
    private Visitor ada;
    private UUID google;

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
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void the_first_run_is_there_with_what_it_brought() {
        String row = ada.open(PAGE).find("#runs tbody tr").text();
        assertThat(row).contains("Calendar events", Visitor.LINH_WORK, records() + " new", "Complete");
        assertThat(ada.open("/dashboard/analytics").find("#runs tbody tr").text())
                .isEqualTo(row);
    }

    @Test
    void words_platform_and_outcome_narrow_it() {
        run("failed", "http_503", 2);
        run("partial", "items_kept_aside", 3);

        assertThat(found("")).hasSize(3);
        assertThat(found("?result=failed")).hasSize(1);
        assertThat(found("?result=complete&platform=google")).hasSize(1);
        assertThat(found("?platform=meta")).isEmpty();
        assertThat(found("?q=calendar")).hasSize(3);
        assertThat(found("?q=LINH.tran&result=in_part")).hasSize(1);
        assertThat(found("?q=trouble+of+its+own")).hasSize(1);
        assertThat(found("?q=nothing+like+it")).isEmpty();
        assertThat(found("?q=" + URLEncoder.encode("%'\"<b>", StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void the_list_goes_on_page_by_page_and_misses_nothing() {
        for (int minute = 1; minute <= 45; minute++) {
            run("done", null, minute);
        }
        Page first = ada.open(PAGE);
        Page second = ada.open(first.find("a[rel=next]").attr("href"));
        Page third = ada.open(second.find("a[rel=next]").attr("href"));

        assertThat(rows(first)).hasSize(20);
        assertThat(rows(second)).hasSize(20).doesNotContainAnyElementsOf(rows(first));
        assertThat(rows(third)).hasSize(6);
        assertThat(third.has("a[rel=next]")).isFalse();
        assertThat(first.has("#runs-newest")).isFalse();
        assertThat(rows(ada.open(third.find("#runs-newest").attr("href")))).isEqualTo(rows(first));
    }

    @Test
    void the_part_is_the_list_alone_and_looks_again_at_the_same() {
        Page part = ada.browser().get(world.url(PAGE + "?q=calendar&result=complete"), Map.of("HX-Request", "true"));
        assertThat(part.body()).doesNotContain("<html", "<form");
        assertThat(part.find("#runs").attr("hx-get")).isEqualTo(PAGE + "?q=calendar&result=complete");
        assertThat(part.find("#runs").attr("hx-trigger")).isEqualTo("every 30s");
    }

    @Test
    void one_run_says_everything_about_itself() {
        UUID failed = run("failed", "http_503", 2);
        Page page = ada.open(PAGE + "/" + failed);

        assertThat(page.find("h1").text()).isEqualTo("Calendar events");
        assertThat(page.find("#run").text())
                .contains("Failed", "Google has trouble of its own.", "the schedule", failed.toString());
        assertThat(page.find("#run").hasAttr("hx-get")).isFalse();
    }

    @Test
    void a_run_that_was_asked_for_has_a_page_before_it_begins_and_looks_for_it() {
        ada.browser()
                .submit(
                        ada.open("/dashboard/analytics"),
                        "form[action='/dashboard/analytics/sync/" + google + "']",
                        Map.of());
        UUID asked = world.database()
                .owner()
                .sql("select asked_run from streams where integration_id = :id and name = 'google.calendar.events'")
                .param("id", google)
                .query(UUID.class)
                .single();
        Page page = ada.open(PAGE + "/" + asked);
        assertThat(page.find("#run").text()).contains("Begins soon");
        assertThat(page.find("#run").attr("hx-trigger")).isEqualTo("every 1s");

        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        assertThat(ada.open(PAGE + "/" + asked).find("#run").text()).contains("Complete", "a person");
    }

    @Test
    void values_that_make_no_sense_are_refused() {
        for (String query : List.of(
                "?result=x", "?before=x", "?before=1_x", "?before=" + "9".repeat(40), "?q=" + "x".repeat(201))) {
            assertThat(ada.open(PAGE + query).status()).as(query).isEqualTo(400);
        }
        assertThat(ada.open(PAGE + "?before=99999999999999999_" + google).status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("E-01 somebody asks for another's run, or for none")
    void somebody_elses_run_is_as_none() {
        UUID adas = run("failed", "http_503", 2);
        Visitor eve = world.visitor().signUp();
        assertThat(eve.open(PAGE + "/" + adas).status()).isEqualTo(404);
        assertThat(eve.open(PAGE + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(eve.open(PAGE).find("#runs").text()).contains("Nothing has run yet");
        assertThat(new Browser().open(world.url(PAGE + "/" + adas)).path()).isEqualTo("/login");
    }

    private List<String> found(String query) {
        return rows(ada.open(PAGE + query));
    }

    private static List<String> rows(Page page) {
        return page.document().select("#runs tbody a").eachAttr("href");
    }

    /** A run as the engine leaves one; so many minutes ago. */
    private UUID run(String outcome, @org.jspecify.annotations.Nullable String cause, int minutesAgo) {
        UUID id = UUID.randomUUID();
        world.database()
                .owner()
                .sql("""
                        insert into runs (id, account_id, stream_id, integration_id, provider, stream, manual, started_at, ended_at, outcome, cause)
                        select :id, account_id, id, integration_id, provider, name, false, last_run_at - make_interval(mins => :minutes),
                               last_run_at - make_interval(mins => :minutes), :outcome, :cause
                          from streams where integration_id = :integration and name = 'google.calendar.events'
                        """)
                .param("id", id)
                .param("integration", google)
                .param("minutes", minutesAgo)
                .param("outcome", outcome)
                .param("cause", cause)
                .update();
        return id;
    }

    private long records() {
        return world.database()
                .owner()
                .sql("select records from streams where integration_id = :id and name = 'google.calendar.events'")
                .param("id", google)
                .query(Long.class)
                .single();
    }
}
