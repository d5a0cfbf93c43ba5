package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.QrReader;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A second factor in Chromium: an app that scans the picture of the drawn code, a recovery code that works once, and a dangerous act that asks again.
 * Pictures of every page stay in {@code target/preview/second-factor}.
 */
@Tag("end-to-end")
final class SecondFactorPagesTest {
    private static final Path FOLDER = Path.of("target", "preview", "second-factor");

    private World world;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;
    private Look look;
    private Visitor ada;

    @BeforeEach
    void start() {
        world = World.start();
        browser = new PreviewBrowser();
        person = browser.person(true);
        page = person.newPage();
        look = new Look(browser, page, FOLDER);
        look.allow("422");
        ada = world.visitor().signUp();
    }

    @AfterEach
    void stop() {
        person.close();
        browser.close();
        world.close();
    }

    @Test
    void a_person_sets_up_an_app_signs_in_with_it_loses_it_and_proves_it_again() {
        password();
        page.waitForURL(world.url("/").toString());

        AuthenticatorApp app = setUp();
        signInWithCodes(app);
        signInWithRecoveryCode(app);
        stepUp(app);

        assertThat(look.faults()).isEmpty();
    }

    private AuthenticatorApp setUp() {
        open("/security");
        look.at("security-none");
        press("Set up an authenticator app");
        assertThat(heading("Set up an authenticator app")).isVisible();
        look.at("enrol");
        AuthenticatorApp app =
                AuthenticatorApp.scanned(QrReader.read(page.locator("#qr").screenshot()), world.clock());
        page.getByLabel("Code that the app shows").fill(app.wrong());
        press("Confirm");
        look.at("enrol-refused");
        page.getByLabel("Code that the app shows").fill(app.code());
        page.getByLabel("Name of the app or phone").fill("Ada’s phone");
        press("Confirm");
        assertThat(heading("Your recovery codes")).isVisible();
        look.at("recovery-codes");
        app.keep(List.of(page.locator(".code pre").innerText().strip().split("\\s+", -1)));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("I have kept them"))
                .click();
        assertThat(page.getByText("Ada’s phone")).isVisible();
        look.at("security");
        return app;
    }

    private void signInWithCodes(AuthenticatorApp app) {
        signOut();
        password();
        assertThat(heading("One more step")).isVisible();
        look.at("second");
        page.getByLabel("Code").fill(app.wrong());
        press("Go on");
        look.at("second-refused");
        open("/integrations");
        assertThat(heading("One more step")).isVisible();
        page.getByLabel("Code").fill(app.code());
        press("Go on");
        page.waitForURL(world.url("/integrations").toString());
    }

    private void signInWithRecoveryCode(AuthenticatorApp app) {
        String code = app.recoveryCodes().getFirst();
        signOut();
        recovery(code);
        page.waitForURL(world.url("/").toString());
        signOut();
        recovery(code);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("was used already");
        look.at("second-recovery-refused");
        page.getByLabel("Recovery code").fill(code);
        press("Go on");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("was used already");
        page.getByLabel("Recovery code").fill(app.recoveryCodes().getLast());
        press("Go on");
        page.waitForURL(world.url("/").toString());
    }

    private void stepUp(AuthenticatorApp app) {
        open("/security");
        press("Make new ones");
        assertThat(heading("Your recovery codes")).isVisible();
        world.advance(Duration.ofMinutes(11));
        open("/security");
        press("Make new ones");
        assertThat(heading("Make new recovery codes")).isVisible();
        look.at("prove");
        page.getByLabel("Code from your authenticator app").fill(app.wrong());
        press("Make new recovery codes");
        look.at("prove-refused");
        page.getByLabel("Code from your authenticator app").fill(app.code());
        press("Make new recovery codes");
        assertThat(heading("Your recovery codes")).isVisible();
    }

    private void password() {
        open("/login");
        page.getByLabel("E-mail").fill(ada.email());
        page.getByLabel("Password").fill(ada.password());
        press("Sign in");
    }

    private void recovery(String code) {
        password();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Recovery code"))
                .click();
        page.getByLabel("Recovery code").fill(code);
        press("Go on");
    }

    private void signOut() {
        open("/");
        page.locator(".me").click();
        press("Sign out");
        page.waitForURL(url -> url.contains("/login"));
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void open(String path) {
        page.navigate(world.url(path).toString());
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
