package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final int MOST_PAGES = 8;

    private ProviderWorld providers;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;
    private Look look;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        browser = new PreviewBrowser();
        person = browser.person(true);
        page = person.newPage();
        look = new Look(browser, page, FOLDER);
        signIn();
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
        Provider provider = providers.world().server().bean(Catalog.class).require(one.id());

        connect(one, provider);
        look(provider);
        disconnect(one, provider);

        assertThat(look.faults()).isEmpty();
    }

    private void connect(ProviderCase one, Provider provider) {
        page.navigate(providers.world().url("/integrations").toString());
        press("Connect " + provider.name());
        page.waitForURL(providers.world().sandbox().baseUrl() + "/**");
        String ours = providers.world().url("/").toString();
        List<String> passed = new ArrayList<>();
        while (!page.url().startsWith(ours)) {
            picture(provider, "at-the-provider-" + passed.size());
            passed.add(page.url());
            assertThat(passed).as("pages at " + provider.name()).hasSizeLessThan(MOST_PAGES);
            answer(one);
        }
        if (page.url().contains("/integrations/choices/")) {
            look.at(provider.id() + "-choice");
            page.locator("main button[type=submit], main form button").first().click();
        }
        page.waitForURL(url -> url.startsWith(ours + "integrations/") && !url.contains("/choices/"));
    }

    /** Does on a page of the provider what it is there for. */
    private void answer(ProviderCase one) {
        Locator account = page.locator("button[name=account][value='" + one.account() + "']");
        Locator picks = page.locator("button[name=workspace], button[name=channel]");
        Locator boxes = page.locator("input[name=page]");
        if (account.count() > 0) {
            account.click();
        } else if (picks.count() > 0) {
            picks.first().click();
        } else if (boxes.count() > 0 && page.locator("#next").count() > 0) {
            boxes.first().check();
            page.locator("#next").click();
        } else {
            goOn();
        }
    }

    /** Presses what leads on; a page without it posts its answer to us by itself and is on its way. */
    private void goOn() {
        Locator on = page.locator("#allow, #next");
        if (on.count() > 0) {
            on.first().click();
        } else {
            page.waitForURL(providers.world().url("/") + "**");
        }
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
        press("Disconnect");
        page.waitForURL("**/receipts/**");
        look.at(provider.id() + "-receipt");
        assertThat(providers.world().sandbox().ledger().count(one.ledger(), "revoke", "revoked"))
                .as("revocation calls at " + provider.name())
                .isEqualTo(one.revoked());
    }

    private void signIn() {
        page.navigate(providers.world().url("/signup").toString());
        page.getByLabel("Your name").fill("Linh Tran");
        page.getByLabel("E-mail").fill("linh@people.example");
        page.getByLabel("Password").fill("quiet harbour lantern");
        press("Create account");
        page.getByLabel("E-mail").fill("linh@people.example");
        page.getByLabel("Password").fill("quiet harbour lantern");
        press("Sign in");
        page.waitForURL(providers.world().url("/").toString());
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void picture(Provider provider, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(provider.id() + "-" + name + ".png"))
                .setFullPage(true));
    }
}
