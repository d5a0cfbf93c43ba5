package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.sandbox.LedgerEntry;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
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

    @Test
    void a_person_connects_with_less_and_follows_the_calendar_of_two_accounts() {
        try (World world = World.start(1, Map.of("LANES", "all"));
                PreviewBrowser browser = new PreviewBrowser();
                BrowserContext person = browser.person(true)) {
            Page page = person.newPage();
            Look look = new Look(browser, page, FOLDER);
            signIn(page, world);
            connectWithLess(page, world, look);
            followTheCalendar(page, world, look);
            connectASecond(page, world, look);
            comeBackAsTheOther(page, world, look);
            disconnectOne(page, world, look);
            assertThat(look.faults()).isEmpty();
        }
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

    private static void connectWithLess(Page page, World world, Look look) {
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

    private static void followTheCalendar(Page page, World world, Look look) {
        String integration = page.url();
        AtGoogle.addEvent(page, world, Visitor.LINH_WORK, "Tea with Mai");
        assertThat(page.getByText("Tea with Mai")).hasCount(0);
        press(page, "Sync now");
        assertThat(page.getByText("Tea with Mai")).isVisible();
        assertThat(page.url()).isEqualTo(integration);
        look.at("calendar-followed");
    }

    private static void connectASecond(Page page, World world, Look look) {
        page.navigate(world.url("/integrations").toString());
        press(page, "Add another Google account");
        account(page, Visitor.LINH_HOME);
        page.locator("#allow").click();
        page.waitForURL(world.url("/integrations") + "/**");
        page.navigate(world.url("/integrations").toString());
        assertThat(page.locator(".rows h3 a")).hasCount(2);
        look.at("two-accounts");
    }

    private static void comeBackAsTheOther(Page page, World world, Look look) {
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

    private static void disconnectOne(Page page, World world, Look look) {
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
        assertThat(heading(page, Visitor.LINH_HOME + " is disconnected")).isVisible();
        assertThat(page.locator(".card", new Page.LocatorOptions().setHas(heading(page, "Receipt"))))
                .containsText("All ended");
        assertThat(page.getByText("Google ended the access")).isVisible();
        assertThat(page.getByText("Our use of it ended")).isVisible();
        assertThat(page.locator(".scopes")).containsText(Pattern.compile("\\d+ records deleted here"));
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
}
