package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.web.ReturnCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A program's link is opened by somebody who must sign in first. Logs cut what follows {@code /connect/} in a path, so the ticket may stand in no query,
 * no body and no other address on the way.
 */
@Tag("security")
class TicketSignInTest extends FlowCase {
    private HttpClient http;
    private Visitor ada;
    private String link;
    private String ticket;

    @BeforeEach
    void link() {
        http = HttpClient.newHttpClient();
        ada = person();
        Api api = new Api(http, world().server(), world().url("/"), ada.apiKey("integrations:write"));
        link = URI.create(api.post("/api/v1/oauth/google/authorize", "{}")
                        .json()
                        .path("authorizationUrl")
                        .asString())
                .getPath();
        ticket = link.substring("/connect/".length());
        signOut();
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    @DisplayName("G-02 the link, then signing in with a password: the ticket is in no other address")
    void a_link_then_a_password() {
        Page login = ada.open(link);
        assertThat(login.uri().toString()).endsWith("/login");
        assertThat(login.body()).doesNotContain(ticket);

        Page wrong = ada.browser()
                .submit(
                        login,
                        "form[action='/login']",
                        Map.of("email", ada.email(), "password", "not this one, surely"));
        assertThat(wrong.status()).isEqualTo(422);
        Page asked = ada.browser()
                .submit(wrong, "form[action='/login']", Map.of("email", ada.email(), "password", ada.password()));

        assertThat(asked.path()).isEqualTo(link);
        assertThat(asked.text()).contains("asks for your Google account");
        nowhereElse(ada);
        assertThat(ada.browser().jar(world().url("/"))).doesNotContainKey(ReturnCookie.NAME);
        signOut();
        assertThat(ada.signIn().path()).as("once").isEqualTo("/");
    }

    @Test
    @DisplayName("G-02 the link, then a new account: the ticket is in no other address")
    void a_link_then_a_new_account() {
        Visitor eve = world().visitor();
        Page login = eve.open(link);
        Page form = eve.browser()
                .open(login.uri().resolve(login.find("main a[href^='/signup']").attr("href")));
        Page again = eve.browser()
                .submit(
                        form,
                        "form[action='/signup']",
                        Map.of("name", "Eve Example", "email", eve.email(), "password", eve.password()));
        Page told = eve.browser()
                .submit(again, "form[action='/login']", Map.of("email", eve.email(), "password", eve.password()));
        assertThat(told.path()).isEqualTo(link);
        assertThat(told.text()).contains("This is for somebody else");
        nowhereElse(eve);
    }

    @Test
    @DisplayName("G-02 somebody else is signed in and switches: the ticket is in no other address")
    void somebody_else_is_signed_in_and_switches() {
        Visitor eve = person();
        Page told = eve.open(link);
        assertThat(told.text()).contains("This is for somebody else");
        Page login = eve.browser().submit(told, "main form[action='/logout']", Map.of());
        Page asked = eve.browser()
                .submit(login, "form[action='/login']", Map.of("email", ada.email(), "password", ada.password()));
        assertThat(asked.path()).isEqualTo(link);
        assertThat(asked.text()).contains("asks for your Google account");
        nowhereElse(eve);
    }

    @Test
    @DisplayName("G-02 htmx works on the page of a link when the session ends")
    void the_session_ends_while_the_page_of_a_link_is_open() {
        Page part = ada.browser()
                .get(
                        world().url(link),
                        Map.of(
                                "HX-Request",
                                "true",
                                "HX-Current-URL",
                                world().url(link).toString()));
        assertThat(part.status()).isEqualTo(401);
        assertThat(part.headers().firstValue("HX-Redirect")).contains("/login");
        assertThat(ada.signIn().path()).isEqualTo(link);
    }

    @Test
    @DisplayName("A-15 the cookie is planted with other places")
    void the_cookie_is_planted_with_other_places() {
        for (String place : List.of(
                "https://evil.example/",
                "//evil.example/",
                "/security",
                "/connect/../security",
                "/connect/%2e%2e/x",
                "x")) {
            ada.browser().jar(world().url("/")).put(ReturnCookie.NAME, place);
            assertThat(ada.signIn().path()).as(place).isEqualTo("/");
            signOut();
        }
        ada.open(link);
        Page form = ada.open("/login?to=%2Fsecurity");
        assertThat(ada.browser()
                        .submit(form, "form[action='/login']", Map.of("email", ada.email(), "password", ada.password()))
                        .path())
                .as("what the page says comes first")
                .isEqualTo("/security");
    }

    @Test
    @DisplayName("K-01 the cookie is for this host, over TLS, out of reach of scripts, for ten minutes")
    void the_cookie_is_locked_up() {
        Page redirect = ada.browser().get(world().url(link), Map.of("Accept", "text/html"));
        assertThat(redirect.status()).isEqualTo(303);
        assertThat(redirect.headers().firstValue("Location")).contains("/login");
        assertThat(redirect.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(ReturnCookie.NAME + "="))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600")
                        .doesNotContain("Domain"));
    }

    private void nowhereElse(Visitor visitor) {
        assertThat(visitor.browser().visited())
                .isNotEmpty()
                .allSatisfy(address -> assertThat(address.toString().replaceFirst("/connect/" + ticket + "$", ""))
                        .doesNotContain(ticket));
    }

    private void signOut() {
        ada.browser().submit(ada.open("/security"), "form[action='/logout']", Map.of());
    }
}
