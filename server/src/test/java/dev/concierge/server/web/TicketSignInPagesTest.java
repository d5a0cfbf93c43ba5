package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program's link, opened in Chromium by somebody who is not signed in: sign in, read what is asked, go on to the provider. */
@Tag("end-to-end")
final class TicketSignInPagesTest {
    @ParameterizedTest(name = "script: {0}")
    @ValueSource(booleans = {true, false})
    void a_link_leads_through_the_sign_in_back_to_itself_and_the_ticket_is_in_no_other_address(boolean script) {
        try (World world = World.start();
                PreviewBrowser browser = new PreviewBrowser();
                BrowserContext person = browser.person(script)) {
            Visitor ada = world.visitor().signUp();
            URI link = link(world, ada);
            String ticket = link.getPath().substring("/connect/".length());
            Page page = person.newPage();
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> {
                asked.add(request.url());
                asked.add(request.headers().getOrDefault("referer", ""));
            });

            page.navigate(link.toString());
            assertThat(page).hasURL(world.url("/login").toString());
            page.getByLabel("E-mail").fill(ada.email());
            page.getByLabel("Password").fill(ada.password());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            assertThat(page).hasURL(link.toString());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue to Google"))
                    .click();
            if (!script) {
                page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue to Google"))
                        .click();
            }
            assertThat(page.locator("button[name=account]").first()).isVisible();

            assertThat(asked)
                    .contains(link.toString())
                    .allSatisfy(address -> assertThat(address.equals(link.toString()) ? "" : address)
                            .doesNotContain(ticket));
        }
    }

    private static URI link(World world, Visitor ada) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Api api = new Api(http, world.server(), world.url("/"), ada.apiKey("integrations:write"));
            return URI.create(api.post("/api/v1/oauth/google/authorize", "{}")
                    .json()
                    .path("authorizationUrl")
                    .asString());
        }
    }
}
