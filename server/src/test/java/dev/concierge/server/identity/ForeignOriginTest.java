package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Pages of other origins at every address that the running server has: they read nothing (K-08) and change nothing (K-05). */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignOriginTest {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private People people;
    private FormBrowser alice;

    @BeforeAll
    void start() {
        people = People.start();
        alice = people.signedIn(people.person());
    }

    @AfterAll
    void stop() {
        people.close();
    }

    private record Endpoint(String method, String path) {}

    @TestFactory
    @DisplayName("K-08 another origin asks with the cookies of somebody signed in, and asks first whether it may")
    Stream<DynamicTest> no_origin_may_read() {
        List<String> origins = List.of(
                "https://evil.example", "null", people.server().url() + ".evil.example", "http://evil.localhost");
        return paths().stream()
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    for (String origin : origins) {
                        unreadable(alice.get(path, "Origin", origin, "Accept", "*/*"));
                        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                            unreadable(alice.json(
                                    "OPTIONS",
                                    path,
                                    "",
                                    "Origin",
                                    origin,
                                    "Access-Control-Request-Method",
                                    method,
                                    "Access-Control-Request-Headers",
                                    "authorization,content-type,x-csrf-token"));
                        }
                    }
                }));
    }

    @TestFactory
    @DisplayName(
            "K-05 another origin sends what changes something, by form, text or script, even with the form check of a page")
    Stream<DynamicTest> no_origin_may_change() {
        return endpoints().stream()
                .filter(endpoint -> !SAFE.contains(endpoint.method()))
                .filter(endpoint -> !endpoint.path().contains("/callback"))
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.method() + " " + endpoint.path(), () -> {
                    String check = alice.check();
                    for (String origin : List.of("https://evil.example", "null")) {
                        for (String type :
                                List.of("application/x-www-form-urlencoded", "text/plain", "application/json")) {
                            HttpResponse<String> answer = alice.json(
                                    endpoint.method(),
                                    endpoint.path(),
                                    "{}",
                                    "Origin",
                                    origin,
                                    "HX-Request",
                                    "true",
                                    "Content-Type",
                                    type);
                            assertThat(answer.statusCode())
                                    .as("%s %s", origin, type)
                                    .isEqualTo(403);
                            alice.useCheck(check);
                        }
                    }
                    HttpResponse<String> crossSite =
                            alice.json(endpoint.method(), endpoint.path(), "{}", "Sec-Fetch-Site", "cross-site");
                    assertThat(crossSite.statusCode()).isEqualTo(403);
                    if (!endpoint.path().startsWith("/api/v1/auth/")
                            && !endpoint.path().startsWith("/api/v1/webhooks/in/")) {
                        alice.useCheck("");
                        HttpResponse<String> unchecked = alice.json(endpoint.method(), endpoint.path(), "{}");
                        assertThat(unchecked.statusCode())
                                .as("without the check")
                                .isEqualTo(403);
                        alice.useCheck(check);
                    }
                }));
    }

    private static void unreadable(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    }

    private Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        endpoints().forEach(endpoint -> paths.add(endpoint.path()));
        paths.remove("/logout");
        assertThat(paths).hasSizeGreaterThan(30);
        return paths;
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        people.server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .keySet()
                        .forEach(info -> info.getPatternValues()
                                .forEach(pattern -> info.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method -> all.add(new Endpoint(method.name(), filled(pattern)))))));
        return all.stream().distinct().toList();
    }

    private static String filled(String pattern) {
        return pattern.replaceAll("\\{(ticket|token)[^/]*}", "A".repeat(43))
                .replaceAll("\\{provider}", "google")
                .replaceAll("\\{stream}", "google.calendar.events")
                .replaceAll("\\{slug}", "internal")
                .replaceAll("\\{name}", "app.css")
                .replaceAll("\\{keyId}", "0191a9c4-0000-7000-8000-000000000002")
                .replaceAll("\\{id(:\\[0-9a-f-]\\{36})?}", "0191a9c4-0000-7000-8000-000000000001");
    }
}
