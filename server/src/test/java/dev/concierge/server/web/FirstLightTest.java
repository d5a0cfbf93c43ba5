package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.concierge.sandbox.LedgerEntry;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The product's first promise in Chromium, with the background lanes running: connect with less than was asked, see what is missing and the
 * calendar all the same, follow an event that appears at Google, connect a second account, come back as the wrong one and be asked, disconnect
 * and read the receipt. Every page is pictured light and dark, at a desk's width and a phone's, in {@code target/preview/first-light}.
 */
@Tag("end-to-end")
final class FirstLightTest {
    private static final Path FOLDER = Path.of("target", "preview", "first-light");
    private static final int DESK = 1280;
    private static final int PHONE = 360;

    private final List<String> faults = new ArrayList<>();

    @Test
    void a_person_connects_with_less_and_follows_the_calendar_of_two_accounts() throws IOException {
        Files.createDirectories(FOLDER);
        try (World world = World.start(1, Map.of("LANES", "all"));
                PreviewBrowser browser = new PreviewBrowser();
                BrowserContext person = browser.person(true)) {
            Page page = person.newPage();
            Look look = new Look(browser, page, PreviewBrowser.complaints(page));
            signIn(page, world);
            connectWithLess(page, world, look);
            followTheCalendar(page, world, look);
            connectASecond(page, world, look);
            comeBackAsTheOther(page, world, look);
            disconnectOne(page, world, look);
        }
        assertThat(faults).isEmpty();
    }

    private static void signIn(Page page, World world) {
        page.navigate(world.url("/signup").toString());
        page.getByLabel("Your name").fill("Linh Tran");
        page.getByLabel("E-mail").fill("linh@people.example");
        page.getByLabel("Password").fill("quiet harbour lantern");
        press(page, "Create account");
        page.getByLabel("E-mail").fill("linh@people.example");
        page.getByLabel("Password").fill("quiet harbour lantern");
        press(page, "Sign in");
        assertThat(heading(page, "Hello, Linh")).isVisible();
    }

    private void connectWithLess(Page page, World world, Look look) {
        page.navigate(world.url("/integrations").toString());
        press(page, "Connect Google");
        account(page, Visitor.LINH_WORK);
        page.locator("input[name=scope][value='" + Visitor.CALENDAR_LIST + "']").uncheck();
        page.locator("#allow").click();
        page.waitForURL(world.url("/integrations") + "/**");
        assertThat(page.locator("body")).containsText("See which calendars you have");
        look.at("shortfall");
        press(page, "Go on with less");
        assertThat(page.getByText("One permission is missing.")).isVisible();
        assertThat(page.locator("#streams .row").first()).isVisible();
        look.at("calendar");
    }

    private void followTheCalendar(Page page, World world, Look look) {
        String integration = page.url();
        Page google = page.context().newPage();
        google.navigate(world.sandbox().baseUrl() + "/google/calendar?account=" + Visitor.LINH_WORK);
        google.locator("#title").fill("Tea with Mai");
        google.locator("#add").click();
        assertThat(google.getByText("The event was added.")).isVisible();
        google.close();
        assertThat(page.getByText("Tea with Mai")).hasCount(0);
        press(page, "Sync now");
        assertThat(page.getByText("Tea with Mai")).isVisible();
        assertThat(page.url()).isEqualTo(integration);
        look.at("calendar-followed");
    }

    private void connectASecond(Page page, World world, Look look) {
        page.navigate(world.url("/integrations").toString());
        press(page, "Add another Google account");
        account(page, Visitor.LINH_HOME);
        page.locator("#allow").click();
        page.waitForURL(world.url("/integrations") + "/**");
        page.navigate(world.url("/integrations").toString());
        assertThat(page.locator(".rows h3 a")).hasCount(2);
        look.at("two-accounts");
    }

    private void comeBackAsTheOther(Page page, World world, Look look) {
        page.locator(".rows h3 a", new Page.LocatorOptions().setHasText(Visitor.LINH_HOME))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("More actions"))
                .click();
        press(page, "Reconnect");
        account(page, "ana.ruiz@meridian.example");
        page.locator("#allow").click();
        assertThat(heading(page, "You came back with another account")).isVisible();
        look.at("replace-or-add");
        press(page, "Leave all as it was");
        page.navigate(world.url("/integrations").toString());
        assertThat(page.locator(".rows h3 a")).hasCount(2);
        assertThat(page.getByText("ana.ruiz@meridian.example")).hasCount(0);
    }

    private void disconnectOne(Page page, World world, Look look) {
        page.locator(".rows h3 a", new Page.LocatorOptions().setHasText(Visitor.LINH_HOME))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                .click();
        look.at("goodbye");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Disconnect").setExact(true))
                .click();
        page.waitForURL(world.url("/receipts/") + "**");
        look.at("receipt");
        assertThat(world.sandbox().ledger().entries().stream()
                        .filter(entry -> entry.endpoint().equals("revoke")))
                .extracting(LedgerEntry::outcome)
                .contains("revoked");
        page.navigate(world.url("/integrations").toString());
        assertThat(page.locator(".rows h3 a")).hasCount(1);
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static com.microsoft.playwright.Locator heading(Page page, String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    private static void account(Page page, String email) {
        page.locator("button[name=account][value='" + email + "']").click();
    }

    /** Looks at the page that is open, in both schemes and widths. */
    private final class Look {
        private final PreviewBrowser browser;
        private final Page page;
        private final List<String> complaints;

        Look(PreviewBrowser browser, Page page, List<String> complaints) {
            this.browser = browser;
            this.page = page;
            this.complaints = complaints;
        }

        void at(String name) {
            for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                for (int width : List.of(PHONE, DESK)) {
                    page.setViewportSize(width, 900);
                    picture(name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width);
                }
            }
            complaints.forEach(complaint -> faults.add(name + ": " + complaint));
            complaints.clear();
        }

        private void picture(String name) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(FOLDER.resolve(name + ".png"))
                    .setFullPage(true));
            Object sideways =
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (((Number) sideways).intValue() > 0) {
                faults.add(name + ": the page can be scrolled sideways by " + sideways);
            }
            browser.barriers(page).forEach(barrier -> faults.add(name + ": " + barrier));
        }
    }
}
