package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Figures of the last two weeks, as charts, as tables and as files. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartsTest {
    private static final String PAGE = "/dashboard/analytics";

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
    void runs_are_counted_by_day_as_they_end() {
        fail(500, null);
        fail(429, 60);

        assertThat(cells(ada.open(PAGE), "#table-days tbody tr")).containsExactly("3", "1", "1", "1", "66.7 %");
        assertThat(ada.open(PAGE).document().select("#table-days tbody tr")).hasSize(14);
        world.advance(Duration.ofDays(1));
        ada.signIn();
        assertThat(cells(ada.open(PAGE), "#table-days tbody tr")).containsExactly("0", "0", "0", "0", "");
    }

    @Test
    void records_are_counted_by_kind_and_tokens_by_day() {
        long records =
                count("select records from streams where integration_id = :id and name = 'google.calendar.events'");
        Page page = ada.open(PAGE);
        assertThat(cells(page, "#table-kinds tbody tr")).containsExactly("" + records, "" + records);
        assertThat(page.find("#table-kinds th[scope=row]").text()).isEqualTo("Events");

        world.database()
                .owner()
                .sql(
                        "insert into audit_usage (account_id, integration_id, day, caller, slot, vends, refreshes)"
                                + " select account_id, id, cast(:day as date), 'key:x', 7, 21, 4 from integrations where id = :id")
                .param("day", LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC))
                .param("id", google)
                .update();
        assertThat(cells(ada.open(PAGE), "#table-tokens tbody tr")).containsExactly("21", "4");
    }

    @Test
    void the_charts_look_again_by_themselves_and_are_a_part_of_their_page() {
        Page page = ada.open(PAGE);
        assertThat(page.find("#figures").attr("hx-get")).isEqualTo(PAGE + "/charts");
        assertThat(page.find("#figures").attr("hx-trigger")).isEqualTo("every 30s");

        fail(500, null);
        Page part = ada.browser().get(world.url(PAGE + "/charts"), Map.of("HX-Request", "true"));
        assertThat(part.body()).doesNotContain("<html", "<h1");
        assertThat(cells(part, "#table-days tbody tr")).containsExactly("2", "1", "0", "1", "50.0 %");
        assertThat(ada.open(PAGE + "/charts").path()).isEqualTo(PAGE);
    }

    @Test
    void audience_and_engagement_are_drawn_by_platform_and_day() {
        assertThat(ada.open(PAGE).find("#figures").text()).contains("Nobody is counted yet");
        LocalDate today = LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC);
        counted(today.minusDays(2), "followers", 1_200);
        counted(today, "followers", 1_230);
        counted(today, "likes", 40);
        counted(today, "shares", 2);
        counted(today, "of a later release", 7);

        Page page = ada.open(PAGE);
        assertThat(cells(page, "#table-audience tbody tr")).containsExactly("1,230");
        assertThat(page.document().select("#table-audience tbody td").stream().map(Element::text))
                .as("a day on which nothing was read stands as the day before")
                .startsWith("1,230", "1,200", "1,200", "");
        assertThat(page.find("figure:has(#table-audience) path").attr("d")).startsWith("M84.62 ");
        assertThat(cells(page, "#table-engagement tbody tr")).containsExactly("42");
        assertThat(page.has("#table-views")).isFalse();
        assertThat(lines("/figures.csv"))
                .hasSize(4)
                .startsWith("\uFEFFday,platform,followers,views,likes,comments,shares")
                .endsWith(today + ",Google,1230,,40,,2");
    }

    private void counted(LocalDate day, String figure, long value) {
        world.database()
                .owner()
                .sql("insert into figure_days (account_id, integration_id, stream_id, day, figure, value)"
                        + " select account_id, integration_id, id, cast(:day as date), :figure, :value from streams"
                        + " where integration_id = :id and name = 'google.calendar.events'")
                .param("day", day)
                .param("figure", figure)
                .param("value", value)
                .param("id", google)
                .update();
    }

    @Test
    void without_any_run_there_is_a_word_instead_of_empty_axes() {
        Visitor bob = world.visitor().signUp();
        bob.connected(Visitor.LINH_HOME);
        assertThat(bob.open(PAGE).find("section[aria-labelledby=charts]").text())
                .contains("No figures yet");
    }

    @Test
    @DisplayName("E-10 a name that a spreadsheet would run is text in every file")
    void files_hold_what_the_page_shows_and_nothing_that_runs() {
        world.database()
                .owner()
                .sql(
                        "update integrations set label = '=HYPERLINK(\"http://evil.example\",\"x\"), and more' where id = :id")
                .param("id", google)
                .update();
        fail(500, null);

        List<String> runs = lines("/runs.csv");
        assertThat(runs.getFirst()).startsWith("\uFEFFid,platform,account,stream,started,");
        assertThat(runs).hasSize(3);
        assertThat(runs.get(1))
                .contains(
                        ",Google,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\"), and more\",Calendar events,",
                        ",Failed,Google has trouble of its own.");
        assertThat(lines("/runs.csv?result=complete")).hasSize(2);
        assertThat(lines("/days.csv")).hasSize(15).last().asString().contains(",2,1,0,1,50.0 %");
        assertThat(lines("/kinds.csv").get(1)).startsWith("Events,");
        assertThat(lines("/tokens.csv")).hasSize(15);
    }

    @Test
    @DisplayName("E-01 files of another account")
    void files_hold_nothing_of_anybody_else() {
        Visitor eve = world.visitor().signUp();
        counted(LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC), "followers", 1_230);
        for (String file : List.of("/runs.csv", "/kinds.csv", "/figures.csv")) {
            assertThat(eve.open(PAGE + file).body().lines()).as(file).hasSize(1);
        }
        assertThat(eve.open(PAGE + "/days.csv").body()).doesNotContain("100.0");
        assertThat(new Browser().open(world.url(PAGE + "/runs.csv")).path()).isEqualTo("/login");
    }

    private List<String> lines(String file) {
        Page page = ada.open(PAGE + file);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; filename=");
        return List.of(page.body().split("\r\n"));
    }

    /** The numbers of a table's first row. */
    private static List<String> cells(Page page, String rows) {
        return page.find(rows).select("td").stream().map(Element::text).toList();
    }

    /** Asks for a run, which the provider refuses. */
    private void fail(int status, @Nullable Integer retryAfter) {
        world.sandbox()
                .knobs()
                .set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("events", status, retryAfter, null, 1, null)));
        ada.browser().submit(ada.open(PAGE), "form[action='" + PAGE + "/sync/" + google + "']", Map.of());
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        world.sandbox().knobs().resetAll();
    }

    private long count(String sql) {
        return world.database()
                .owner()
                .sql(sql)
                .param("id", google)
                .query(Long.class)
                .single();
    }
}
