package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a person sees to about their own account, in Chromium, in two browsers. Pictures of the pages stay in {@code target/preview/own-doors}. */
@Tag("end-to-end")
final class OwnDoorsPagesTest {
    private static final Path FOLDER = Path.of("target", "preview", "own-doors");

    private World world;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;
    private Look look;

    @BeforeEach
    void start() {
        world = World.start();
        browser = new PreviewBrowser();
        person = browser.person(true);
        person.addInitScript(
                "if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        page = person.newPage();
        look = new Look(browser, page, FOLDER);
        look.allow("409");
    }

    @AfterEach
    void stop() {
        person.close();
        browser.close();
        world.close();
    }

    @Test
    @DisplayName(
            "J-13 a person ends the session of another browser, which is signed out at its next step; their own goes on")
    void j13_another_session_is_ended_and_the_other_browser_is_signed_out() {
        Visitor ada = world.visitor().signUp();
        try (BrowserContext elsewhere = browser.person(true)) {
            Page other = elsewhere.newPage();
            password(other, ada);
            password(page, ada);
            other.navigate(world.url("/integrations").toString());
            assertThat(other.getByRole(AriaRole.HEADING, level(1))).hasText("Integrations");

            page.navigate(world.url("/security").toString());
            look.at("two-sessions");
            // The newest one that is not this browser: the other's, and not that of the sign-up.
            page.locator("form[action^='/security/sessions/'][action$='/end'] button")
                    .first()
                    .click();
            look.at("one-ended");

            other.reload();
            assertThat(other).hasURL(Pattern.compile(".*/login(\\?.*)?$"));
            assertThat(other.getByLabel("Password")).isVisible();
            page.reload();
            assertThat(page).hasURL(Pattern.compile(".*/security(#.*)?$"));
        }
        assertThat(look.faults()).isEmpty();
    }

    @Test
    @DisplayName("C-11 the only way in is not removed, and the page says why; with a passkey beside it, it is")
    void c11_the_last_way_in_is_not_removed() {
        // Nobody vouches for an address, so no mail reaches this person: Google is all there is.
        world.sandbox()
                .knobs()
                .set(
                        Knobs.ID_TOKEN_CLAIMS,
                        JsonMapper.builder().build().readValue("{\"email_verified\":false}", ObjectNode.class));
        page.navigate(world.url("/login").toString());
        press(page, "Continue with Google");
        page.locator("button[name=account][value='" + Visitor.LINH_WORK + "']").click();
        page.locator("#allow").click();
        page.waitForURL(world.url("/").toString());

        page.navigate(world.url("/security").toString());
        press(page, "Remove Google");
        assertThat(page.locator("main")).containsText("Nothing else opens your account");
        look.at("last-way");
        page.navigate(world.url("/security").toString());
        assertThat(button(page, "Remove Google")).isVisible();

        authenticator();
        press(page, "Add a passkey");
        press(page, "Add the passkey");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("I have kept them"))
                .click();
        press(page, "Remove Google");
        assertThat(button(page, "Remove Google")).hasCount(0);
        look.at("one-way-less");
        assertThat(look.faults()).isEmpty();
    }

    private void authenticator() {
        CDPSession device = person.newCDPSession(page);
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
        device.send("WebAuthn.addVirtualAuthenticator", added);
    }

    private void password(Page at, Visitor ada) {
        at.navigate(world.url("/login").toString());
        at.getByLabel("E-mail").fill(ada.email());
        at.getByLabel("Password").fill(ada.password());
        press(at, "Sign in");
        at.waitForURL(world.url("/").toString());
    }

    private static Page.GetByRoleOptions level(int level) {
        return new Page.GetByRoleOptions().setLevel(level);
    }

    private static Locator button(Page at, String name) {
        return at.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void press(Page at, String name) {
        button(at, name).click();
    }
}
