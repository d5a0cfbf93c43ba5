package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each provider once in Chromium: through its own pages and choices, to its account and scopes in words, and out again with a receipt. Pictures stay
 * in {@code target/preview/providers}.
 */
@Tag("end-to-end")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EightProvidersTest {
    private static final Path FOLDER = Path.of("target", "preview", "providers");

    private ProviderWorld providers;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;
    private Look look;
    private AtProviders at;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        browser = new PreviewBrowser();
        person = browser.person(true);
        page = person.newPage();
        look = new Look(browser, page, FOLDER);
        at = new AtProviders(providers, page);
        at.signUp();
    }

    @AfterAll
    void stop() {
        person.close();
        browser.close();
        providers.close();
    }

    static List<ProviderCase> all() {
        return ProviderCase.all().stream()
                .sorted(Comparator.comparing(ProviderCase::id))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_provider_is_connected_looked_at_and_disconnected(ProviderCase one) {
        providers.prepare(one, "{}");
        Provider provider = at.provider(one);

        connect(one, provider);
        look(provider);
        disconnect(one, provider);

        assertThat(look.faults()).isEmpty();
    }

    private void connect(ProviderCase one, Provider provider) {
        at.connect(one);
        at.through(one, passed -> picture(provider, "at-the-provider-" + passed));
        if (page.url().contains("/integrations/choices/")) {
            look.at(provider.id() + "-choice");
        }
        at.chosen();
    }

    private void look(Provider provider) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("What you allowed")))
                .isVisible();
        assertThat(page.locator("h1")).not().isEmpty();
        provider.connectScopes()
                .forEach(scope -> assertThat(page.locator("body"))
                        .containsText(provider.scope(scope).orElseThrow().title()));
        look.at(provider.id() + "-connected");
    }

    private void disconnect(ProviderCase one, Provider provider) {
        providers.world().sandbox().ledger().clear();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                .click();
        at.press("Disconnect");
        page.waitForURL("**/receipts/**");
        look.at(provider.id() + "-receipt");
        assertThat(providers.world().sandbox().ledger().count(one.ledger(), "revoke", "revoked"))
                .as("revocation calls at " + provider.name())
                .isEqualTo(one.revoked());
    }

    private void picture(Provider provider, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(provider.id() + "-" + name + ".png"))
                .setFullPage(true));
    }
}
