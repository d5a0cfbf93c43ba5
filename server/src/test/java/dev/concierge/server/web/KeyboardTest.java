package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody without a mouse: every step is reached with Tab, taken with Enter or Space, and shows where one is. */
@Tag("end-to-end")
final class KeyboardTest {
    private static final int MOST_STEPS = 80;

    @Test
    void the_whole_way_is_walked_by_keyboard_alone() {
        try (World world = World.start(1, Map.of("LANES", "all"));
                PreviewBrowser browser = new PreviewBrowser();
                BrowserContext person = browser.person(true)) {
            Page page = person.newPage();
            signIn(page, world);
            connect(page, world);
            syncNow(page, world);
            comeBackAsAnother(page, world);
            makeKey(page, world);
            disconnect(page, world);
            signOut(page);
        }
    }

    private static void signIn(Page page, World world) {
        page.navigate(world.url("/signup").toString());
        type(page, "Your name", "Linh Tran");
        type(page, "E-mail", "linh@people.example");
        type(page, "Password", "quiet harbour lantern");
        enter(page, "Create account");
        page.waitForURL(world.url("/login") + "**");
        type(page, "E-mail", "linh@people.example");
        type(page, "Password", "quiet harbour lantern");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Hello, Linh")))
                .isVisible();
    }

    private static void connect(Page page, World world) {
        page.keyboard().press("Tab");
        assertThat(name(page)).as("the first stop").isEqualTo("Skip to content");
        enter(page, "Integrations");
        page.waitForURL(world.url("/integrations").toString());
        enter(page, "Connect Google");
        consent(page, world, Visitor.LINH_WORK);
        page.waitForURL(world.url("/integrations") + "/**");
    }

    private static void consent(Page page, World world, String account) {
        page.waitForURL(world.sandbox().baseUrl() + "/**");
        enter(page, account);
        page.waitForURL("**/consent**");
        enter(page, "Continue");
    }

    /** What is new at Google comes to the page, and the person stays where they were. */
    private static void syncNow(Page page, World world) {
        assertThat(page.locator("#streams .row").first()).isVisible();
        AtGoogle.addEvent(page, world, Visitor.LINH_WORK, "Tea with Mai");
        reach(page, "Sync now");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Tea with Mai")).isVisible();
        assertThat(name(page)).as("where the focus stays").isEqualTo("Sync now");
    }

    private static void comeBackAsAnother(Page page, World world) {
        enter(page, "More actions");
        enter(page, "Reconnect");
        consent(page, world, "ana.ruiz@meridian.example");
        page.waitForURL("**/integrations/choices/**");
        enter(page, "Add as a second account");
        page.waitForURL(url -> url.startsWith(world.url("/integrations/").toString()) && !url.contains("/choices/"));
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("ana.ruiz@meridian.example")))
                .isVisible();
    }

    private static void makeKey(Page page, World world) {
        enter(page, "Linh Tran");
        enter(page, "Security");
        page.waitForURL(world.url("/security").toString());
        enter(page, "New key");
        type(page, "Name of the program", "trip-planner");
        reach(page, "integrations:read");
        page.keyboard().press("Space");
        assertThat(page.locator("input[value='integrations:read']")).not().isChecked();
        reach(page, "It ends after");
        page.keyboard().press("ArrowDown");
        enter(page, "Make the key");
        assertThat(page.getByText("Copy it now.")).isVisible();
        enter(page, "Copy");
        assertThat((String) page.evaluate("navigator.clipboard.readText()")).matches("ck_[A-Za-z0-9_-]{43}");
    }

    private static void disconnect(Page page, World world) {
        enter(page, "Integrations");
        page.waitForURL(world.url("/integrations").toString());
        enter(page, Visitor.LINH_WORK);
        page.waitForURL(world.url("/integrations") + "/**");
        reach(page, "Disconnect…");
        page.keyboard().press("Enter");
        assertThat(page.locator("#bye")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#bye")).isHidden();
        assertThat(name(page)).as("where the dialog was opened from").isEqualTo("Disconnect…");
        page.keyboard().press("Enter");
        reach(page, "Disconnect");
        page.keyboard().press("Enter");
        page.waitForURL("**/receipts/**");
    }

    private static void signOut(Page page) {
        reach(page, "Linh Tran");
        page.keyboard().press("Enter");
        enter(page, "Sign out");
        page.waitForURL("**/login**");
    }

    private static void type(Page page, String label, String text) {
        reach(page, label);
        page.keyboard().type(text);
    }

    private static void enter(Page page, String name) {
        reach(page, name);
        page.keyboard().press("Enter");
    }

    /** Tabs on until something of that name has the focus, and is seen to have it. */
    private static void reach(Page page, String name) {
        for (int step = 0; step < MOST_STEPS; step++) {
            if (name(page).contains(name)) {
                assertThat(page.evaluate(FOCUS_IS_SEEN))
                        .as("the focus on " + name + " is seen")
                        .isEqualTo(true);
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Tab does not lead to " + name + " on " + page.url());
    }

    private static String name(Page page) {
        return (String) page.evaluate("""
                () => { const e = document.activeElement;
                    if (!e || e === document.body) return '';
                    return (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || e.value || '').trim(); }
                """);
    }

    private static final String FOCUS_IS_SEEN = """
            () => { const s = getComputedStyle(document.activeElement);
                return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none'; }
            """;
}
