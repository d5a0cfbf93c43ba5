package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.concierge.server.dashboard.web.AnalyticsView;
import dev.concierge.server.web.PreviewServer.Canned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page of syncing does in a browser while somebody uses it. The browser's own clock is moved, nobody sleeps. */
@Tag("end-to-end")
final class AnalyticsBehaviourTest {
    private static final Assets ASSETS = Assets.load();
    private static final Templates TEMPLATES = new Templates();
    private static final String PAGE = "/dashboard/analytics";
    private static final String SYNC = "#sync-" + Samples.id(31);

    private PreviewServer server;
    private PreviewBrowser browser;

    @BeforeEach
    void open() throws IOException {
        server = new PreviewServer(ASSETS);
        browser = new PreviewBrowser();
        for (Sample sample : new AnalyticsSamples(new Samples(Foreign.USUAL, ASSETS)).all()) {
            server.put(sample.name(), bytes(sample.template(), sample));
        }
    }

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    @Test
    void looking_again_keeps_what_is_open_and_what_has_the_focus() {
        server.answer("GET " + PAGE, live("analytics", "2,318", "2,319"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "analytics");
            page.locator("#open-google").click();
            page.locator(SYNC).focus();
            page.clock().runFor(30_100);

            assertThat(page.locator("#fold-google")).containsText("2,319");
            assertThat(page.locator("#fold-google")).hasAttribute("open", "");
            assertThat(page.locator("#fold-meta")).not().hasAttribute("open", "");
            assertThat(page.locator(SYNC)).isFocused();
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void the_charts_are_looked_at_again_and_what_is_unfolded_or_scrolled_aside_stays_so() {
        Sample sample = sample("analytics");
        String part = new String(
                TEMPLATES
                        .render(
                                "dashboard/charts",
                                Objects.requireNonNull(((AnalyticsView) sample.view()).charts()),
                                sample.shell())
                        .toByteArray(),
                StandardCharsets.UTF_8);
        server.answer(
                "GET " + PAGE + "/charts", Canned.page(200, part.replace("Two weeks in figures", "Looked again")));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "analytics");
            page.setViewportSize(360, 780);
            page.locator("#show-views").click();
            page.locator("#show-days").press("Enter");
            page.evaluate("document.getElementById('scroll-days').scrollLeft = 40");
            page.clock().runFor(30_100);

            assertThat(page.locator("#charts")).hasText("Looked again");
            assertThat(page.locator("#table-days")).hasAttribute("open", "");
            assertThat(page.locator("#table-views")).hasAttribute("open", "");
            assertThat(page.locator("#table-audience")).not().hasAttribute("open", "");
            assertThat(page.locator("#show-days")).isFocused();
            assertThat(((Number) page.evaluate("document.getElementById('scroll-days').scrollLeft")).intValue())
                    .isEqualTo(40);
        }
    }

    @Test
    void sync_now_says_so_and_the_page_looks_each_second_until_all_is_read() {
        server.answer("POST " + PAGE + "/sync/" + Samples.id(31), live("analytics-first-run", "400", "400"));
        server.answer("GET " + PAGE, live("analytics", "2,318", "2,320"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "analytics");
            page.locator("#open-google").click();
            page.locator(SYNC).press("Enter");

            assertThat(page.locator("#live")).containsText("3 pages read, 400 records so far");
            page.clock().runFor(1_100);
            assertThat(page.locator("#live")).containsText("2,320");
            assertThat(page.locator("#fold-google")).hasAttribute("open", "");
            page.clock().runFor(5_000);
        }
        assertThat(server.received()).as("one order, one look").hasSize(2);
    }

    @Test
    void what_is_typed_stays_while_the_list_is_narrowed_and_looked_at_again() {
        server.answer("GET " + PAGE, live("analytics", "2,318", "2,318"));
        server.answer(
                "GET " + PAGE + "/runs",
                Canned.page(
                        200,
                        "<div id=\"runs\" hx-get=\"/dashboard/analytics/runs?q=mail\" hx-trigger=\"every 30s\" hx-swap=\"outerHTML\">One run.</div>"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "analytics");
            page.locator("#hq").pressSequentially("mail");
            page.clock().runFor(500);
            assertThat(page.locator("#runs")).hasText("One run.");
            page.waitForRequest("**/runs?q=mail", () -> page.clock().runFor(30_100));

            assertThat(page.locator("#runs")).hasText("One run.");
            assertThat(page.locator("#hq")).hasValue("mail");
            assertThat(page.locator("#hq")).isFocused();
        }
        assertThat(server.received())
                .anyMatch(request -> request.startsWith("GET /dashboard/analytics/runs?q=mail&platform=&result= htmx"));
    }

    @Test
    void rows_open_and_close_by_keyboard_and_without_script() {
        try (BrowserContext person = browser.person(false)) {
            Page page = visit(person, "analytics");
            Locator row = page.locator("#open-meta");
            row.focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#fold-meta")).hasAttribute("open", "");
            page.keyboard().press("Space");
            assertThat(page.locator("#fold-meta")).not().hasAttribute("open", "");
        }
    }

    private Page visit(BrowserContext person, String name) {
        Page page = person.newPage();
        page.clock().install();
        page.navigate(server.url(name));
        return page;
    }

    private static Canned live(String name, String from, String to) {
        String part = new String(bytes("dashboard/analytics-live", sample(name)), StandardCharsets.UTF_8);
        return Canned.page(200, part.replace(from, to));
    }

    private static Sample sample(String name) {
        return new AnalyticsSamples(new Samples(Foreign.USUAL, ASSETS))
                .all().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static byte[] bytes(String template, Sample sample) {
        return TEMPLATES.render(template, sample.view(), sample.shell()).toByteArray();
    }
}
