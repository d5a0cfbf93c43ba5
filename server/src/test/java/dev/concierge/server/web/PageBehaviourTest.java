package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.web.PreviewServer.Canned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What pages do in a browser beyond showing themselves, with script and without. The browser's own clock is moved, nobody sleeps. */
@Tag("end-to-end")
final class PageBehaviourTest {
    private static final Assets ASSETS = Assets.load();
    private static final Templates TEMPLATES = new Templates();
    private static final String PAGE = "/integrations/" + Samples.id(31);

    private PreviewServer server;
    private PreviewBrowser browser;

    @BeforeEach
    void open() throws IOException {
        server = new PreviewServer(ASSETS);
        browser = new PreviewBrowser();
        for (Sample sample : new Samples(Foreign.USUAL, ASSETS).all()) {
            server.put(
                    sample.name(),
                    TEMPLATES
                            .render(sample.template(), sample.view(), sample.shell())
                            .toByteArray());
        }
    }

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    @Test
    void connect_follows_the_address_that_htmx_is_told() {
        server.answer("POST /integrations/microsoft/connect", new Canned(204, Map.of("HX-Redirect", "/provider"), ""));
        server.answer("GET /provider", html("<title>Provider</title>"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "integrations");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect Microsoft"))
                    .click();

            assertThat(page).hasTitle("Provider");
        }
        assertThat(server.received().getFirst())
                .isEqualTo("POST /integrations/microsoft/connect htmx c2FtcGxlLXRva2Vu _csrf=c2FtcGxlLXRva2Vu");
    }

    @Test
    void connect_without_script_posts_the_form_and_shows_the_page_with_one_link() {
        Sample next = sample("continue");
        server.answer("POST /integrations/microsoft/connect", Canned.page(200, render(next)));

        try (BrowserContext person = browser.person(false)) {
            Page page = visit(person, "integrations");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect Microsoft"))
                    .click();

            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue to Google")))
                    .hasAttribute("href", "https://accounts.google.com/o/oauth2/v2/auth?a=1&b=%22");
        }
        assertThat(server.received())
                .containsExactly("POST /integrations/microsoft/connect form _csrf=c2FtcGxlLXRva2Vu");
    }

    @Test
    void a_refusal_becomes_a_toast_that_leaves_after_eight_seconds_and_the_page_stays() {
        ErrorView view = ErrorView.of(
                ProblemTable.ofStatus(429), new Samples(Foreign.USUAL, ASSETS).inside("/integrations"), "POST");
        String toast =
                render(new Sample("toast", "web/error-part", view, new Samples(Foreign.USUAL, ASSETS).inside("/")));
        server.answer("POST /integrations/microsoft/connect", Canned.page(429, toast));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "integrations");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect Microsoft"))
                    .click();

            assertThat(page.locator(".toasts .toast")).containsText("Slow down.");
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("Integrations").setLevel(1)))
                    .isVisible();
            assertThat(page.locator("[aria-busy=true]")).hasCount(0);
            page.clock().runFor(6_000);
            assertThat(page.locator(".toasts .toast")).hasCount(1);
            page.clock().runFor(2_500);
            assertThat(page.locator(".toasts .toast")).hasCount(0);
        }
    }

    @Test
    void a_running_sync_is_asked_for_again_after_five_seconds_until_it_is_done() {
        server.answer("GET " + PAGE, html("<div id=\"streams\">All is read.</div>"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "integration-first-run");
            assertThat(page.locator("#streams")).containsText("The calendar is being read");
            page.clock().runFor(5_100);

            assertThat(page.locator("#streams")).hasText("All is read.");
            page.clock().runFor(11_000);
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void sync_now_changes_the_table_and_nothing_else() {
        server.answer("POST " + PAGE + "/sync", html("<div id=\"streams\">It runs.</div>"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "integration");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sync now"))
                    .click();

            assertThat(page.locator("#streams")).hasText("It runs.");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("What you allowed")))
                    .isVisible();
        }
    }

    @Test
    void disconnect_asks_in_a_dialog_and_without_script_on_a_page() {
        server.answer("GET " + PAGE + "/disconnect", Canned.page(200, render(sample("disconnect"))));
        server.answer("POST " + PAGE + "/disconnect", html("<title>Receipt</title>"));

        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "integration");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                    .click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep it"))
                    .click();
            assertThat(page.locator("dialog")).isHidden();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                    .click();
            page.locator("dialog")
                    .getByText("Disconnect", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page).hasTitle("Receipt");
        }
        try (BrowserContext person = browser.person(false)) {
            Page page = visit(person, "integration");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                    .click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Disconnect"))
                    .click();
            assertThat(page).hasTitle("Receipt");
        }
    }

    @Test
    void a_new_key_can_be_copied() {
        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "security-new-key");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy the new key"))
                    .click();

            assertThat(page.locator("[data-copy]").getByText("Copied")).isVisible();
            assertThat(page.evaluate("navigator.clipboard.readText()"))
                    .isEqualTo("ck_4tR8vYp2mWq6LzXc1NbK7sJd0aHe3uGf5iOo9PQrSt");
            page.clock().runFor(2_100);
            assertThat(page.locator("[data-copy]").getByText("Copied")).hasCount(0);
        }
    }

    @Test
    void a_refused_form_puts_the_focus_where_the_fault_is() {
        try (BrowserContext person = browser.person(true)) {
            assertThat(visit(person, "sign-up-refused").locator("#email")).isFocused();
        }
    }

    @Test
    void a_server_that_is_away_is_said_and_not_swallowed() {
        try (BrowserContext person = browser.person(true)) {
            Page page = visit(person, "integrations");
            page.route("**/connect", com.microsoft.playwright.Route::abort);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect Microsoft"))
                    .click();

            assertThat(page.locator(".toasts .toast")).containsText("The server does not answer.");
        }
    }

    private Page visit(BrowserContext person, String name) {
        Page page = person.newPage();
        page.clock().install();
        page.navigate(server.url(name));
        return page;
    }

    private static Sample sample(String name) {
        return new Samples(Foreign.USUAL, ASSETS)
                .all().stream()
                        .filter(sample -> sample.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static String render(Sample sample) {
        return new String(
                TEMPLATES
                        .render(sample.template(), sample.view(), sample.shell())
                        .toByteArray(),
                StandardCharsets.UTF_8);
    }

    private static Canned html(String body) {
        return Canned.page(200, body);
    }
}
