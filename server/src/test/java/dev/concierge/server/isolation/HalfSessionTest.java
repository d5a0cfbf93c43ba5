package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** J-04: every endpoint that the running application serves, asked by somebody who gave the password and not yet the code. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HalfSessionTest {
    private static final String SECOND = "/login/second";

    /** What completes a sign-in, or gives it up. */
    private static final Set<String> ITS_OWN = Set.of(
            "GET " + SECOND,
            "POST " + SECOND,
            "POST " + SECOND + "/enrol",
            "POST " + SECOND + "/confirm",
            "POST " + SECOND + "/passkey",
            "POST " + SECOND + "/passkey-options",
            "POST " + SECOND + "/passkey-new",
            "POST " + SECOND + "/passkey-add",
            "POST /logout");

    private World world;
    private Visitor ada;
    private Browser half;
    private Browser stranger;

    @BeforeAll
    void start() {
        world = World.start();
        ada = world.visitor().signUp().withAuthenticator();
        half = new Browser();
        Page asked = half.submit(
                half.open(world.url("/login")),
                "form[action='/login']",
                Map.of("email", ada.email(), "password", ada.password()));
        assertThat(asked.path()).isEqualTo(SECOND);
        stranger = new Browser();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @TestFactory
    @DisplayName("J-04 every endpoint answers a half session as it answers a stranger, but leads it to the second step")
    Stream<DynamicTest> every_endpoint() {
        Set<String> all = endpoints();
        assertThat(all).containsAll(ITS_OWN).hasSizeGreaterThan(60);
        return all.stream()
                .filter(endpoint -> !ITS_OWN.contains(endpoint))
                .map(endpoint -> DynamicTest.dynamicTest(endpoint, () -> as_to_a_stranger(endpoint)));
    }

    private void as_to_a_stranger(String endpoint) {
        Page mine = send(half, SECOND, endpoint);
        Page strangers = send(stranger, "/login", endpoint);
        assertThat(mine.status()).as(mine.text()).isEqualTo(strangers.status());
        String led = strangers.headers().firstValue("Location").orElse("");
        String mineLed = mine.headers().firstValue("Location").orElse("");
        if (led.equals("/login") || led.startsWith("/login?to=")) {
            assertThat(mineLed).startsWith(SECOND);
        } else {
            assertThat(mineLed).isEqualTo(led);
        }
        if (!strangers.body().contains(ada.email())) {
            assertThat(mine.body()).doesNotContain(ada.email());
        }
    }

    @Test
    @DisplayName("J-04 a script of a page is told to load the second step")
    void a_script_is_led_there() {
        Page part = half.get(world.url("/integrations"), Map.of("HX-Request", "true"));
        assertThat(part.status()).isEqualTo(401);
        assertThat(part.headers().firstValue("HX-Redirect")).contains(SECOND);
        Page api = half.get(world.url("/api/v1/me"), Map.of("Accept", "application/json"));
        assertThat(api.status()).isEqualTo(401);
        assertThat(api.body()).contains("The sign-in is not finished");
    }

    private Page send(Browser browser, String formAt, String endpoint) {
        String method = endpoint.substring(0, endpoint.indexOf(' '));
        String path = endpoint.substring(endpoint.indexOf(' ') + 1).replaceAll("\\{.*}", "google");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", path.startsWith("/api/") ? "application/json" : "text/html");
        if (!method.equals("GET")) {
            String csrf =
                    browser.open(world.url(formAt)).find("input[name=_csrf]").val();
            headers.put("X-CSRF-TOKEN", csrf);
            headers.put("Origin", "http://" + world.url("/").getAuthority());
            headers.put(
                    "Content-Type",
                    path.startsWith("/api/") ? "application/json" : "application/x-www-form-urlencoded");
        }
        return browser.send(method, world.url(path), method.equals("GET") ? "" : "x=y", headers);
    }

    private Set<String> endpoints() {
        Set<String> all = new TreeSet<>();
        for (var mapping : world.server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()) {
            mapping.getHandlerMethods()
                    .keySet()
                    .forEach(info -> info.getMethodsCondition()
                            .getMethods()
                            .forEach(method ->
                                    info.getPatternValues().forEach(pattern -> all.add(method + " " + pattern))));
        }
        return all;
    }

    @Test
    @DisplayName("J-04 the session's cookie is no bearer token")
    void the_cookie_is_no_bearer_token() {
        String token = half.jar(world.url("/")).get("__Host-session");
        for (String header : List.of("Bearer " + token, "Bearer ck_" + token)) {
            Page answer = new Browser().get(world.url("/api/v1/me"), Map.of("Authorization", header));
            assertThat(answer.status()).isEqualTo(401);
        }
    }
}
