package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.sandbox.LedgerEntry;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Connections that hang on one consent, in Chromium: Google and YouTube of one person, and two Pages of one. They are ended one by one, and no
 * call to the provider may end one that is still wanted.
 */
@Tag("end-to-end")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SiblingsTest {
    private static final String OPEN = "The access at %s stays open";
    private static final String ENDED = "%s ended the access";

    private ProviderWorld providers;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        browser = new PreviewBrowser();
        person = browser.person(true);
        page = person.newPage();
        signUp();
    }

    @AfterAll
    void stop() {
        person.close();
        browser.close();
        providers.close();
    }

    @Test
    void siblings_are_ended_one_by_one_and_only_the_last_ends_the_consent() {
        String google = connect("google", "");
        String youtube = connect("youtube", "");
        String travel = connect("meta", "Meridian Travel");
        String bread = connect("meta", "Bánh mì");
        assertThat(List.of(google, youtube, travel, bread)).doesNotHaveDuplicates();
        providers.world().sandbox().ledger().clear();

        disconnect(google, Visitor.LINH_WORK, OPEN.formatted("Google"));
        assertThat(revocations("google")).isEmpty();
        assertThat(page.locator("main")).containsText("YouTube");
        lives(youtube);

        disconnect(youtube, "", ENDED.formatted("YouTube"));
        assertThat(revocations("google")).extracting(LedgerEntry::outcome).containsExactly("revoked");

        disconnect(travel, "Meridian Travel", OPEN.formatted("Meta"));
        assertThat(revocations("meta")).isEmpty();
        assertThat(page.locator("main")).containsText("Bánh mì");
        lives(bread);

        disconnect(bread, "Bánh mì", ENDED.formatted("Meta"));
        assertThat(revocations("meta")).extracting(LedgerEntry::outcome).containsExactly("revoked");
    }

    /** @return the path of the new integration */
    private String connect(String id, String choice) {
        ProviderCase one = ProviderCase.of(id, Visitor.LINH_WORK);
        page.navigate(providers.world().url("/integrations").toString());
        page.locator("form[action='/integrations/" + id + "/connect'] button")
                .first()
                .click();
        // Meta asks nothing of somebody who has allowed all of it: the trip may be over before it is seen
        page.waitForURL(url -> !url.endsWith("/integrations"));
        String ours = providers.world().url("/").toString();
        for (int pages = 0; !page.url().startsWith(ours); pages++) {
            assertThat(pages).isLessThan(8);
            answer(one);
        }
        if (page.url().contains("/integrations/choices/")) {
            Locator options = page.locator("main li");
            Locator wanted =
                    choice.isEmpty() ? options.first() : options.filter(new Locator.FilterOptions().setHasText(choice));
            wanted.locator("button").first().click();
        }
        page.waitForURL(url -> url.startsWith(ours + "integrations/") && !url.contains("/choices/"));
        return java.net.URI.create(page.url()).getPath();
    }

    /** Does on a page of the provider what it is there for; all Pages are allowed. */
    private void answer(ProviderCase one) {
        Locator account = page.locator("button[name=account][value='" + one.account() + "']");
        Locator picks = page.locator("button[name=workspace], button[name=channel]");
        Locator boxes = page.locator("input[name=page]");
        if (account.count() > 0) {
            account.click();
        } else if (picks.count() > 0) {
            picks.first().click();
        } else if (boxes.count() > 0 && page.locator("#next").count() > 0) {
            boxes.all().forEach(Locator::check);
            page.locator("#next").click();
        } else {
            page.locator("#allow, #next").first().click();
        }
    }

    private void disconnect(String integration, String identity, String sentence) {
        page.navigate(providers.world().url(integration).toString());
        assertThat(page.locator("main")).containsText(identity);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Disconnect…"))
                .click();
        press("Disconnect");
        page.waitForURL("**/receipts/**");
        assertThat(page.locator("main")).containsText(sentence);
        assertThat(browser.barriers(page)).isEmpty();
    }

    /** Its page says that nothing is wrong with it. */
    private void lives(String integration) {
        String receipt = page.url();
        page.navigate(providers.world().url(integration).toString());
        assertThat(page.locator(".notices .banner:not(.is-ok)")).hasCount(0);
        page.navigate(receipt);
    }

    private List<LedgerEntry> revocations(String provider) {
        return providers.world().sandbox().ledger().entries(provider, "revoke");
    }

    private void signUp() {
        page.navigate(providers.world().url("/signup").toString());
        page.getByLabel("Your name").fill("Linh Tran");
        page.getByLabel("E-mail").fill("siblings@people.example");
        page.getByLabel("Password").fill("quiet harbour lantern");
        press("Create account");
        page.getByLabel("E-mail").fill("siblings@people.example");
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
}
