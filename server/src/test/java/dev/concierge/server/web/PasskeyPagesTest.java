package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Passkeys in Chromium, with an authenticator of the browser's own making: added, signed in with and without a name, proved afresh, refused without a
 * finger, when it was copied and after it was removed. Pictures of every page stay in {@code target/preview/passkeys}.
 */
@Tag("end-to-end")
final class PasskeyPagesTest {
    private static final Path FOLDER = Path.of("target", "preview", "passkeys");
    private static final String SIGN_IN = "Use a passkey";

    private World world;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;
    private Look look;
    private Visitor ada;
    private CDPSession device;
    private String authenticator = "";

    @BeforeEach
    void start() {
        world = World.start();
        browser = new PreviewBrowser();
        person = browser.person(true);
        // An authenticator that always touches itself takes what the browser offers beside the address at once; the
        // buttons are what is pressed here.
        person.addInitScript(
                "if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        page = person.newPage();
        look = new Look(browser, page, FOLDER);
        look.allow("422");
        ada = world.visitor().signUp();
        device = person.newCDPSession(page);
        device.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject added = new JsonObject();
        added.add("options", options);
        authenticator = device.send("WebAuthn.addVirtualAuthenticator", added)
                .get("authenticatorId")
                .getAsString();
    }

    @AfterEach
    void stop() {
        person.close();
        browser.close();
        world.close();
    }

    @Test
    void a_person_adds_a_passkey_uses_it_everywhere_and_removes_it() {
        password();
        page.waitForURL(world.url("/").toString());

        add();
        signInWithoutAName();
        completeASignIn();
        proveAfresh();
        withoutAFinger();
        copied();
        removed();

        assertThat(look.faults()).isEmpty();
    }

    @Test
    void without_script_the_page_says_why_there_is_no_passkey() {
        try (BrowserContext plain = browser.person(false)) {
            Page login = plain.newPage();
            login.navigate(world.url("/login").toString());
            assertThat(login.getByText("A passkey needs JavaScript")).isVisible();
            assertThat(login.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(SIGN_IN)))
                    .isHidden();
        }
    }

    private void add() {
        open("/security");
        look.at("security-none");
        press("Add a passkey");
        assertThat(heading("Add a passkey")).isVisible();
        look.at("add");
        page.getByLabel("Name of the device or password manager").fill("Ada’s laptop");
        press("Add the passkey");
        assertThat(heading("Your recovery codes")).isVisible();
        look.at("recovery-codes");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("I have kept them"))
                .click();
        assertThat(page.locator("b", new Page.LocatorOptions().setHasText("Ada’s laptop")))
                .isVisible();
        look.at("security");
        press("Another passkey");
        press("Add the passkey");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("has a passkey for your account already");
        look.at("add-again");
    }

    private void signInWithoutAName() {
        signOut();
        look.at("sign-in");
        press(SIGN_IN);
        page.waitForURL(world.url("/").toString());
    }

    private void completeASignIn() {
        signOut();
        password();
        assertThat(heading("One more step")).isVisible();
        look.at("second");
        press("Use your passkey");
        page.waitForURL(world.url("/").toString());
    }

    private void proveAfresh() {
        world.advance(Duration.ofMinutes(11));
        open("/security");
        press("Make new ones");
        assertThat(heading("Make new recovery codes")).isVisible();
        look.at("prove");
        press("Use your passkey");
        assertThat(heading("Your recovery codes")).isVisible();
    }

    private void withoutAFinger() {
        signOut();
        verified(false);
        press(SIGN_IN);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing was chosen in time");
        look.at("sign-in-nothing-chosen");
        verified(true);
    }

    private void copied() {
        JsonObject credential = device.send("WebAuthn.getCredentials", mine())
                .getAsJsonArray("credentials")
                .get(0)
                .getAsJsonObject();
        long count = credential.get("signCount").getAsLong();
        assertThat(count).isGreaterThan(2);
        replace(credential, 1);
        open("/login");
        press(SIGN_IN);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not open an account here");
        look.at("sign-in-refused");
        replace(credential, count + 1);
        open("/login");
        press(SIGN_IN);
        page.waitForURL(world.url("/").toString());
    }

    private void removed() {
        open("/security");
        press("Remove Ada’s laptop");
        assertThat(page.getByText("No passkeys yet")).isVisible();
        signOut();
        press(SIGN_IN);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not open an account here");
        password();
        page.waitForURL(world.url("/").toString());
    }

    private void replace(JsonObject credential, long count) {
        device.send("WebAuthn.clearCredentials", mine());
        credential.addProperty("signCount", count);
        JsonObject added = mine();
        added.add("credential", credential);
        device.send("WebAuthn.addCredential", added);
    }

    private void verified(boolean is) {
        JsonObject verified = mine();
        verified.addProperty("isUserVerified", is);
        device.send("WebAuthn.setUserVerified", verified);
    }

    private JsonObject mine() {
        JsonObject mine = new JsonObject();
        mine.addProperty("authenticatorId", authenticator);
        return mine;
    }

    private void password() {
        open("/login");
        page.getByLabel("E-mail").fill(ada.email());
        page.getByLabel("Password").fill(ada.password());
        press("Sign in");
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
