package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.support.ShownKey;
import dev.concierge.server.support.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A person's whole way through a real server and the sandbox, in Chromium, once with script and once without: sign up, sign in, connect, make a key,
 * disconnect, sign out. Every page on the way is clean for the browser and for axe, by day and by night, at a desk and on a phone; pictures stay in {@code target/preview/live}.
 */
@Tag("end-to-end")
final class LivePagesTest {
    private static final Path FOLDER = Path.of("target", "preview", "live");
    private static final String PASSWORD = "quiet harbour lantern";

    @Test
    void a_person_finds_the_way_with_script() {
        walk(true);
    }

    @Test
    void a_person_finds_the_way_without_script() {
        walk(false);
    }

    private void walk(boolean script) {
        try (World world = World.start();
                PreviewBrowser browser = new PreviewBrowser();
                BrowserContext person = browser.person(script)) {
            Page page = person.newPage();
            Look look = new Look(browser, page, FOLDER, script);
            signUp(page, world, look);
            signIn(page, world, look);
            connect(page, world, look);
            makeKey(page, world, look);
            disconnect(page, world, look);
            refused(page, world, look);
            assertThat(look.faults()).isEmpty();
        }
    }

    private static void signUp(Page page, World world, Look look) {
        page.navigate(world.url("/").toString());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Create an account"))
                .click();
        look.at("sign-up");
        page.getByLabel("Your name").fill("Linh Tran");
        page.getByLabel("E-mail").fill("linh.tran@meridian.example");
        page.getByLabel("Password").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account"))
                .click();
        look.at("sign-up-done");
    }

    private static void signIn(Page page, World world, Look look) {
        page.navigate(world.url("/login").toString());
        page.getByLabel("E-mail").fill("linh.tran@meridian.example");
        page.getByLabel("Password").fill("not the password");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        look.allow("422");
        look.at("sign-in-refused");
        page.getByLabel("Password").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Hello, Linh")))
                .isVisible();
        look.at("overview-first");
    }

    private static void connect(Page page, World world, Look look) {
        page.navigate(world.url("/integrations").toString());
        look.at("integrations-first");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect Google"))
                .click();
        Locator onwards = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue to Google"));
        Locator account = page.locator("button[name=account][value='linh.tran@meridian.example']");
        assertThat(onwards.or(account).first()).isVisible();
        if (onwards.isVisible()) {
            look.at("continue");
            onwards.click();
        }
        account.click();
        page.locator("#allow").click();
        page.waitForURL(url -> url.startsWith(world.url("/integrations").toString()));
        look.at("connected");
        page.navigate(world.url("/integrations").toString());
        look.at("integrations");
        page.locator(".rows h3 a").first().click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("What you allowed")))
                .isVisible();
        look.at("integration");
        page.navigate(world.url("/").toString());
        look.at("overview");
        page.navigate(world.url("/api/docs").toString());
        look.at("api-docs");
    }

    private static void makeKey(Page page, World world, Look look) {
        page.navigate(world.url("/security").toString());
        look.at("security");
        page.locator("#new-key > summary").click();
        page.getByLabel("Name of the program").fill("trip-planner");
        page.locator("input[name=scope]").first().check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make the key"))
                .click();
        assertThat(page.getByText("Copy it now.")).isVisible();
        look.at("security-new-key");
        page.reload();
        look.allow("422");
        assertThat(page.content()).doesNotContainPattern(ShownKey.FORM);
    }

    private static void disconnect(Page page, World world, Look look) {
        page.navigate(world.url("/integrations").toString());
        page.locator(".rows h3 a").first().click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                .click();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Disconnect").setExact(true))
                .click();
        page.waitForURL(url -> url.startsWith(world.url("/receipts/").toString()));
        look.at("receipt");
    }

    private static void refused(Page page, World world, Look look) {
        page.navigate(world.url("/nowhere").toString());
        look.allow("404");
        look.at("not-found");
        page.navigate(world.url("/").toString());
        page.locator(".me").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        look.at("signed-out");
    }
}
