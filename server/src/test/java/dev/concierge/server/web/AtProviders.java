package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import java.util.function.IntConsumer;

/** Somebody who signs up, and goes through the pages of any provider of the sandbox. */
final class AtProviders {
    private static final int MOST_PAGES = 8;

    private final ProviderWorld providers;
    private final Page page;

    AtProviders(ProviderWorld providers, Page page) {
        this.providers = providers;
        this.page = page;
    }

    void signUp() {
        page.navigate(providers.world().url("/signup").toString());
        page.getByLabel("Your name").fill("Linh Tran");
        fillIn();
        press("Create account");
        fillIn();
        press("Sign in");
        page.waitForURL(providers.world().url("/").toString());
    }

    private void fillIn() {
        page.getByLabel("E-mail").fill("linh@people.example");
        page.getByLabel("Password").fill("quiet harbour lantern");
    }

    /** Presses Connect and goes to the provider. */
    void connect(ProviderCase one) {
        page.navigate(providers.world().url("/integrations").toString());
        press("Connect " + provider(one).name());
    }

    /**
     * From the provider's first page to ours.
     *
     * @param seen told of each of its pages, the first one being 0
     */
    void through(ProviderCase one, IntConsumer seen) {
        page.waitForURL(providers.world().sandbox().baseUrl() + "/**");
        String ours = providers.world().url("/").toString();
        for (int passed = 0; !page.url().startsWith(ours); passed++) {
            assertThat(passed).as("pages at " + one + ", now " + page.url()).isLessThan(MOST_PAGES);
            seen.accept(passed);
            answer(one);
        }
    }

    /** Of several things that could be connected the first, and then to its page. */
    void chosen() {
        if (page.url().contains("/integrations/choices/")) {
            page.locator("main button[type=submit], main form button").first().click();
        }
        String ours = providers.world().url("/integrations/").toString();
        page.waitForURL(url -> url.startsWith(ours) && !url.contains("/choices/"));
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

    Provider provider(ProviderCase one) {
        return providers.world().server().bean(Catalog.class).require(one.id());
    }

    void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
