package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The cookie that stands for a browser, and the address that we give away. */
@Tag("security")
class BrowserCookieTest {
    private final BrowserCookie cookie = new BrowserCookie();

    @Test
    void a_new_browser_gets_one_cookie_that_only_this_host_can_set_and_no_script_reads() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        MockHttpServletResponse response = new MockHttpServletResponse();
        assertThat(cookie.find(request)).isEmpty();
        BrowserId made = cookie.ensure(request, response);
        assertThat(cookie.ensure(request, response)).isEqualTo(made);
        assertThat(response.getHeaders("Set-Cookie"))
                .singleElement()
                .asString()
                .matches(
                        "__Host-browser=[A-Za-z0-9_-]{43}; Path=/; Max-Age=31536000; (Expires=[^;]+; )?Secure; HttpOnly; SameSite=Lax");
        MockHttpServletRequest next = new MockHttpServletRequest();
        String value = String.valueOf(response.getHeader("Set-Cookie")).split("[=;]", 3)[1];
        next.setCookies(new Cookie(BrowserCookie.NAME, value));
        assertThat(cookie.find(next)).contains(made);
        assertThat(made.hash()).hasSize(32);
        assertThat(made).hasToString("[browser]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "=======================================!!!!"})
    void a_malformed_cookie_is_nobody(String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie(BrowserCookie.NAME, value));
        assertThat(cookie.find(request)).isEmpty();
    }

    @Test
    void two_cookies_of_the_name_are_nobody() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(
                new Cookie(BrowserCookie.NAME, "a".repeat(43)), new Cookie(BrowserCookie.NAME, "b".repeat(43)));
        assertThat(cookie.find(request)).isEmpty();
    }

    @Test
    void the_public_url_is_an_origin_in_its_one_form() {
        PublicUrl url = PublicUrl.of("HTTPS://Ours.Example:443/");
        assertThat(url.origin()).isEqualTo("https://ours.example");
        assertThat(url.resolve("/a")).hasToString("https://ours.example/a");
        assertThat(PublicUrl.of("http://localhost:8080").authority()).isEqualTo("localhost:8080");
        assertThatThrownBy(() -> url.resolve("//evil.example")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ours.example",
                "https://user@ours.example",
                "https://ours.example/path",
                "https://ours.example?x",
                "ours.example",
                "ftp://localhost",
                "https://"
            })
    void what_is_no_origin_stops_the_start(String text) {
        assertThatThrownBy(() -> PublicUrl.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("PUBLIC_URL");
    }
}
