package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An administrator at the pages of the providers: what is set up, each set-up sheet, a registration kept, tried, and taken away. */
@Tag("end-to-end")
final class AdminProvidersLookTest {
    private static final Path FOLDER = Path.of("target", "preview", "admin-providers");

    @Test
    void an_administrator_sets_a_provider_up_and_takes_it_away() {
        try (World world = World.start();
                PreviewBrowser browser = new PreviewBrowser();
                BrowserContext person = browser.person(true)) {
            Page page = person.newPage();
            Look look = new Look(browser, page, FOLDER);
            signIn(page, world);
            page.navigate(world.url("/admin/providers").toString());
            look.at("providers");
            for (String id : Catalogs.IDS) {
                page.navigate(world.url("/admin/providers/" + id).toString());
                look.at(id);
            }
            register(page, world, look);
            assertThat(look.faults()).isEmpty();
        }
    }

    private static void signIn(Page page, World world) {
        Visitor ada = world.visitor().signUp().raisedTo(Role.ADMIN);
        page.navigate(world.url("/login").toString());
        page.getByLabel("E-mail").fill(ada.email());
        page.getByLabel("Password").fill(ada.password());
        press(page, "Sign in");
        page.getByLabel("Code").fill(ada.app().code());
        press(page, "Go on");
        page.waitForURL(world.url("/").toString());
    }

    private static void register(Page page, World world, Look look) {
        page.navigate(world.url("/admin/providers/github").toString());
        page.getByLabel("Client id").fill("concierge-at-github");
        page.getByLabel("Client secret").fill("a-secret-for-the-look");
        press(page, "Save the client");
        look.at("github-kept");
        assertThat(page.content()).doesNotContain("a-secret-for-the-look");
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
