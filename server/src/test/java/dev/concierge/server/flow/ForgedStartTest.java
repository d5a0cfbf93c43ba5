package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request says about where to go, who we are and what to ask for decides nothing. */
@Tag("flow")
class ForgedStartTest extends FlowCase {
    private static final String CONNECT = "form[action='/integrations/google/connect']";
    private static final String SIGN_IN = "form[action='/auth/login/google']";
    private static final Set<String> PARAMETERS = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "access_type",
            "prompt");

    private Visitor alice;

    @BeforeAll
    void signUp() {
        alice = person();
    }

    static Stream<String> elsewhere() {
        return Stream.of(
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "https:evil.example",
                "https://evil.example",
                "/%09/evil.example",
                "/\t/evil.example",
                "/%5cevil.example",
                "/%2fevil.example",
                "/%252fevil.example",
                "https://localhost@evil.example",
                "https://localhost.evil.example",
                "javascript:alert(1)",
                "data:text/html,evil",
                "/security\r\nLocation: https://evil.example",
                "/security\r\nSet-Cookie: evil=1",
                "/./\\evil.example",
                "/.//evil.example",
                "/" + "x".repeat(8000));
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    @DisplayName("A-15 somebody is sent elsewhere after signing in")
    void somebody_is_sent_elsewhere_after_signing_in(String to) {
        String query = Browser.encode(List.of(new Browser.Field("to", to)));
        Page signedIn = alice.browser().get(world().url("/login?" + query), Map.of("Accept", "text/html"));
        assertThat(signedIn.status()).isEqualTo(303);
        assertHome(signedIn);

        Page form = world().visitor().browser().get(world().url("/login?" + query), Map.of("Accept", "text/html"));
        assertThat(form.find("form[action='/login'] input[name=to]").val()).isEqualTo("/");

        Visitor again = world().visitor();
        Page login = again.browser().open(world().url("/login"));
        Page sent = again.browser()
                .submitOnly(
                        login,
                        "form[action='/login']",
                        Map.of("email", alice.email(), "password", alice.password(), "to", to));
        assertThat(sent.status()).isEqualTo(303);
        assertHome(sent);
    }

    @Test
    @DisplayName("A-15 a path of ours is followed")
    void a_path_of_ours_is_followed() {
        Page answer = alice.browser().get(world().url("/login?to=%2Fsecurity"), Map.of());
        assertThat(Browser.location(answer)).isEqualTo(world().url("/security"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost",
                "localhost:1",
                "localhost.evil.example",
                "localhost@evil.example",
                ""
            })
    @DisplayName("A-17 the Host header names another place")
    void the_host_header_names_another_place(String host) throws IOException {
        String answer = raw("GET /integrations HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 (400|421) .*").doesNotContain("evil.example");
    }

    @Test
    @DisplayName("A-17 two Host headers, and none")
    void two_host_headers_and_none() throws IOException {
        String ours = world().url("/").getAuthority();
        for (String hosts : List.of(
                "Host: " + ours + "\r\nHost: evil.example\r\n", "Host: evil.example\r\nHost: " + ours + "\r\n", "")) {
            assertThat(raw("GET /login HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n"))
                    .matches("(?s)HTTP/1.1 400 .*");
        }
        assertThat(raw("GET /login HTTP/1.1\r\nHost: " + ours + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    @DisplayName("A-17 forwarded headers of a stranger decide the redirect URI")
    void forwarded_headers_of_a_stranger_decide_nothing() {
        Page integrations = alice.open("/integrations");

        Page next = alice.browser()
                .send("POST", world().url("/integrations/google/connect"), csrf(integrations), forwarded());

        assertThat(next.body()).doesNotContain("evil.example");
        assertThat(parameter(authorization(next), "redirect_uri"))
                .isEqualTo(world().url(CALLBACK).toString());
    }

    @Test
    @DisplayName("A-17 forwarded headers of a stranger decide where a sign-in comes back to")
    void forwarded_headers_of_a_stranger_decide_nothing_of_a_sign_in() {
        Visitor stranger = world().visitor();
        Page login = stranger.open("/login");
        List<Browser.Field> fields = new ArrayList<>();
        login.find(SIGN_IN)
                .select("input[type=hidden]")
                .forEach(input -> fields.add(new Browser.Field(input.attr("name"), input.attr("value"))));

        Page next =
                stranger.browser().send("POST", world().url("/auth/login/google"), Browser.encode(fields), forwarded());

        assertThat(next.body()).doesNotContain("evil.example");
        assertThat(next.headers().map().toString()).doesNotContain("evil.example");
        assertThat(parameter(authorization(next), "redirect_uri"))
                .isEqualTo(world().url("/auth/callback/google").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "localhost:1", ""})
    @DisplayName("A-17 a sign-in is begun under another Host")
    void a_sign_in_is_begun_under_another_host(String host) throws IOException {
        long trips = rows("authorization_requests");
        String answer = raw("POST /auth/login/google HTTP/1.1\r\nHost: " + host
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 (400|421) .*").doesNotContain("evil.example");
        assertThat(rows("authorization_requests")).isEqualTo(trips);
    }

    @Test
    @DisplayName("A-19 a page of another site frames the callback or opens it and listens")
    void another_site_frames_the_callback_or_opens_it_and_listens() {
        URI callback = caught(alice);
        List<Page> pages = new ArrayList<>();
        Page wrong = world().visitor().browser().get(callback, Map.of("Accept", "text/html"));
        pages.add(wrong);
        pages.add(world().visitor().browser().open(Browser.location(wrong)));
        Page right = alice.browser().get(callback, Map.of("Accept", "text/html"));
        pages.add(right);
        pages.add(alice.browser().open(Browser.location(right)));
        pages.add(world().visitor().browser().get(world().url("/auth/callback/google?state=x&code=y"), Map.of()));
        pages.add(alice.beginPage());
        for (Page page : pages) {
            assertThat(page.headers().firstValue("X-Frame-Options"))
                    .as(page.path())
                    .hasValue("DENY");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .as(page.path())
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("frame-ancestors 'none'")
                            .contains("default-src 'none'"));
            assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy"))
                    .as("an opener of another site loses hold of the window")
                    .hasValue("same-origin");
            assertThat(page.document().select("script:not([src])")).isEmpty();
        }
        assertThat(right.status()).isEqualTo(303);
        for (String script : scripts(pages)) {
            assertThat(alice.open(script).body())
                    .as("%s speaks to no other window", script)
                    .isNotEmpty()
                    .doesNotContain("postMessage")
                    .doesNotContain("window.opener");
        }
    }

    private static Set<String> scripts(List<Page> pages) {
        Set<String> scripts = new HashSet<>();
        pages.forEach(page -> page.document().select("script[src]").forEach(script -> scripts.add(script.attr("src"))));
        assertThat(scripts).isNotEmpty();
        return scripts;
    }

    @Test
    @DisplayName("A-23 the start carries parameters of the protocol")
    void the_start_carries_parameters_of_the_protocol() {
        Page integrations = alice.open("/integrations");
        String forged = Browser.encode(List.of(
                new Browser.Field("prompt", "none"),
                new Browser.Field("redirect_uri", "https://evil.example/"),
                new Browser.Field("client_id", "evil"),
                new Browser.Field("response_type", "token"),
                new Browser.Field("response_mode", "fragment"),
                new Browser.Field("code_challenge", "evil"),
                new Browser.Field("code_challenge_method", "plain"),
                new Browser.Field("state", "evil"),
                new Browser.Field("nonce", "evil"),
                new Browser.Field("access_type", "online"),
                new Browser.Field("claims", "{}"),
                new Browser.Field("login_hint", "evil@evil.example")));

        Page next = alice.browser()
                .send(
                        "POST",
                        world().url("/integrations/google/connect?" + forged),
                        csrf(integrations) + "&" + forged,
                        form());
        URI url = authorization(next);

        assertThat(url.toString()).doesNotContain("evil");
        assertThat(parameters(url)).extracting(Browser.Field::name).containsExactlyInAnyOrderElementsOf(PARAMETERS);
        assertThat(parameter(url, "response_type")).isEqualTo("code");
        assertThat(parameter(url, "code_challenge_method")).isEqualTo("S256");
        assertThat(parameter(url, "access_type")).isEqualTo("offline");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.googleapis.com/auth/calendar.events",
                "https://www.googleapis.com/auth/drive",
                "openid&redirect_uri=https://evil.example/",
                "openid https://www.googleapis.com/auth/calendar.events",
                "openid\tprofile",
                "*"
            })
    @DisplayName("A-23 a guest asks for more than a guest may have")
    void a_guest_asks_for_more_than_a_guest_may_have(String scope) {
        long trips = rows("authorization_requests");
        Page integrations = alice.open("/integrations");
        List<Browser.Field> fields = List.of(new Browser.Field("scope", scope));

        Page next = alice.browser()
                .send(
                        "POST",
                        world().url("/integrations/google/connect"),
                        csrf(integrations) + "&" + Browser.encode(fields),
                        form());

        assertThat(next.status()).as(next.text()).isEqualTo(403);
        assertThat(next.body()).doesNotContain("/o/oauth2/v2/auth");
        assertThat(rows("authorization_requests")).isEqualTo(trips);
        assertThat(refusals("scope_ceiling")).isPositive();
    }

    @Test
    @DisplayName("A-12 a hundred starts: S256, and no state, nonce or challenge twice")
    void a_hundred_starts_use_s256_and_repeat_nothing() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            if (i % 19 == 0) {
                alice.browser().jar(world().url("/")).remove("__Host-browser");
            }
            URI url = alice.beginConnect();
            assertThat(parameter(url, "code_challenge_method")).isEqualTo("S256");
            for (String name : List.of("state", "nonce", "code_challenge")) {
                String value = parameter(url, name);
                assertThat(value).matches("[A-Za-z0-9_-]{43}");
                assertThat(seen.add(value)).as("%s is new", name).isTrue();
            }
        }
        assertThat(rows("authorization_requests")).isGreaterThanOrEqualTo(100);
    }

    private static void assertHome(Page answer) {
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.contains("evil"));
    }

    private URI authorization(Page page) {
        return URI.create(
                page.find("a[href^='" + world().sandbox().baseUrl() + "']").attr("href"));
    }

    private Map<String, String> form() {
        return Map.of("Content-Type", "application/x-www-form-urlencoded", "Origin", origin(), "Accept", "text/html");
    }

    private Map<String, String> forwarded() {
        Map<String, String> headers = new HashMap<>(form());
        headers.put("X-Forwarded-Host", "evil.example");
        headers.put("X-Forwarded-Proto", "http");
        headers.put("X-Forwarded-Port", "81");
        headers.put("X-Forwarded-Prefix", "//evil.example");
        headers.put("Forwarded", "host=evil.example;proto=http");
        headers.put("X-Original-URL", "/evil.example");
        return headers;
    }

    private String origin() {
        return "http://" + world().url("/").getAuthority();
    }

    private static String csrf(Page page) {
        List<Browser.Field> fields = new ArrayList<>();
        page.find(CONNECT)
                .select("input[type=hidden]")
                .forEach(input -> fields.add(new Browser.Field(input.attr("name"), input.attr("value"))));
        return Browser.encode(fields);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", world().url("/").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
