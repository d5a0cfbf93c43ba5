package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpClient;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every endpoint that reads JSON, found in the running server, with bodies that its record does not allow: what is wrong is the caller's, is said as a
 * problem, and never breaks the server.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonBodiesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What an attacker would like to set along with what the form asks for (L-01). */
    private static final List<String> SMUGGLED = List.of(
            "role",
            "roles",
            "role[]",
            "isAdmin",
            "tenantId",
            "userId",
            "accountId",
            "account_id",
            "owner",
            "localId",
            "id",
            "createdAt",
            "emailVerified",
            "mfaEnabled",
            "rateLimit",
            "keyVersion",
            "state",
            "user",
            "_class",
            "@class",
            "@type");

    /** For each type of a component, what is of another type. */
    private static final Map<Class<?>, List<String>> WRONG = Map.of(
            String.class, List.of("1", "1.5", "true", "[]", "[\"x\"]", "{}"),
            Integer.class, List.of("\"x\"", "\"1\"", "1.5", "true", "[]", "{}", "1e999", "99999999999999999999"),
            Long.class, List.of("\"x\"", "\"1\"", "1.5", "true", "[]", "{}", "1e999", "99999999999999999999"),
            Boolean.class, List.of("\"x\"", "\"true\"", "1", "[]", "{}"),
            LocalDate.class, List.of("\"x\"", "\"2026-02-30\"", "true", "{}"),
            List.class, List.of("\"x\"", "1", "true", "{}", "[null]", "[[]]", "[{}]", "[1]", "[true]", "[\"x\",null]"),
            Map.class,
                    List.of(
                            "\"x\"",
                            "1",
                            "true",
                            "[]",
                            "{\"a\":null}",
                            "{\"a\":1}",
                            "{\"a\":true}",
                            "{\"a\":[]}",
                            "{\"a\":{}}"));

    /** Of the right type and odd: taken or refused, but never a fault. */
    private static final Map<Class<?>, List<String>> ODD = Map.of(
            String.class, List.of("\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"" + "x".repeat(100_000) + "\""),
            Integer.class, List.of("-1", "0", "2147483647"),
            Long.class, List.of("-1", "0", "9223372036854775807"),
            Boolean.class, List.of("true", "false"),
            LocalDate.class, List.of("\"0001-01-01\"", "\"9999-12-31\"", "\"+999999999-12-31\""),
            List.class,
                    List.of("[]", "[\"\"]", "[\"\\u0000\"]", "[\"\\ud800\"]", "[" + "\"x\",".repeat(5000) + "\"x\"]"),
            Map.class,
                    List.of("{}", "{\"\":\"\"}", "{\"\\u0000\":\"x\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}"));

    private record Endpoint(String method, String path, Class<?> body, boolean required, boolean peopleOnly) {
        /** A sign-in that fails, and what is gone after the first body that was taken. */
        boolean mayBeAbsent() {
            return path.contains("/auth/") || path.endsWith("/delete");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private World world;
    private HttpClient http;
    private Api api;
    private Visitor admin;
    private UUID integration;
    private UUID person;
    private UUID alert;
    private String service = "";
    private String parting = "";
    private String check;

    @BeforeAll
    void start() {
        world = World.start(1, Map.of("concierge.integrations.open-tickets", "1000"));
        http = HttpClient.newHttpClient();
        admin = world.visitor().signUp().raisedTo(Role.ADMIN);
        integration = admin.connected(Visitor.LINH_WORK);
        String key = admin.apiKey("tokens:vend", "integrations:read", "integrations:write");
        api = new Api(http, world.server(), world.url("/"), key);
        check = admin.open("/integrations").find("input[name=_csrf]").val();
        person = world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", world.visitor().signUp().email())
                .query(UUID.class)
                .single();
        world.server().bean(SecurityAlerts.class).raise(SecurityAlert.ofSystem(AlertKind.OTHER, "test:bodies", ""));
        alert = world.database()
                .owner()
                .sql("select id from security_alerts where subject = 'test:bodies'")
                .query(UUID.class)
                .single();
        service = serviceAccount();
        parting = serviceAccount();
    }

    private String serviceAccount() {
        Map<String, String> headers =
                Map.of("Content-Type", "application/json", "Accept", "application/json", "X-CSRF-TOKEN", check);
        var made = admin.browser().send("POST", world.url("/api/v1/service-accounts"), "{\"name\":\"rack\"}", headers);
        return JSON.readTree(made.body()).path("id").asString();
    }

    /** What stands for the variable of a path. */
    private String id(String pattern) {
        if (pattern.startsWith("/api/v1/service-accounts")) {
            return pattern.endsWith("/delete") ? parting : service;
        }
        if (pattern.startsWith("/api/v1/alerts")) {
            return alert.toString();
        }
        return pattern.contains("/users/") ? person.toString() : integration.toString();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @TestFactory
    @DisplayName("G-04, L-01 every JSON endpoint with null, missing, doubled, unknown and wrongly typed fields")
    Stream<DynamicTest> every_endpoint() {
        List<Endpoint> endpoints = endpoints();
        assertThat(endpoints).hasSizeGreaterThan(3);
        return endpoints.stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    broken(endpoint);
                    foreign(endpoint);
                    for (RecordComponent component : endpoint.body().getRecordComponents()) {
                        component(endpoint, component);
                    }
                }));
    }

    private void broken(Endpoint endpoint) {
        for (String body : List.of(
                "[]",
                "\"x\"",
                "1",
                "true",
                "{",
                "}",
                "{]",
                "{\"",
                "{\"a\"",
                "{}{}",
                "{} x",
                "\0",
                "[".repeat(5000),
                "{'a':1}",
                "{a:1}")) {
            refused(endpoint, body);
        }
        for (String nothing : List.of("null", "")) {
            if (endpoint.required()) {
                refused(endpoint, nothing);
            } else {
                tidy(endpoint, nothing);
            }
        }
        tidy(endpoint, "{}");
    }

    private void foreign(Endpoint endpoint) {
        Set<String> own = Arrays.stream(endpoint.body().getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        for (String name : SMUGGLED) {
            if (!own.contains(name)) {
                refused(endpoint, "{\"" + name + "\":\"admin\"}");
                refused(endpoint, "{\"" + name + "\":null}");
                refused(endpoint, "{\"" + name + "\":{\"role\":\"admin\"}}");
            }
        }
    }

    private void component(Endpoint endpoint, RecordComponent component) {
        Class<?> type = component.getType();
        if (!WRONG.containsKey(type) || !ODD.containsKey(type)) {
            fail("JsonBodiesTest knows no wrong value of " + type + ", the type of " + component + " of " + endpoint
                    + ". Add some.");
        }
        String name = component.getName();
        WRONG.get(type).forEach(value -> refused(endpoint, "{\"" + name + "\":" + value + "}"));
        ODD.get(type).forEach(value -> {
            tidy(endpoint, "{\"" + name + "\":" + value + "}");
            refused(endpoint, "{\"" + name + "\":" + value + ",\"" + name + "\":" + value + "}");
        });
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            tidy(endpoint, "{\"" + name + "\":null}");
        } else {
            refused(endpoint, "{\"" + name + "\":null}");
            refused(endpoint, "{}");
        }
    }

    private void refused(Endpoint endpoint, String body) {
        assertThat(tidy(endpoint, body)).as("%s %s", endpoint, shown(body)).isBetween(400, 499);
    }

    /** Anything but a fault of ours; what is refused is a problem. */
    private int tidy(Endpoint endpoint, String body) {
        record Answer(int status, String type, String body) {}
        Answer answer;
        if (endpoint.peopleOnly()) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("Accept", "application/json");
            headers.put("X-CSRF-TOKEN", check);
            var page = admin.browser().send(endpoint.method(), world.url(endpoint.path()), body, headers);
            answer = new Answer(
                    page.status(), page.headers().firstValue("Content-Type").orElse(""), page.body());
        } else {
            var sent = api.send(endpoint.method(), endpoint.path(), body, Map.of("Content-Type", "application/json"));
            answer = new Answer(
                    sent.status(),
                    sent.raw().headers().firstValue("Content-Type").orElse(""),
                    sent.raw().body());
        }
        assertThat(answer.status())
                .as("%s %s: %s", endpoint, shown(body), answer.body())
                .isLessThan(500)
                .isNotIn(405, 415);
        if (!endpoint.mayBeAbsent()) {
            assertThat(answer.status())
                    .as("%s %s: %s", endpoint, shown(body), answer.body())
                    .isNotIn(401, 404);
        }
        if (answer.status() >= 400) {
            assertThat(answer.type()).startsWith("application/problem+json");
            JsonNode problem = JSON.readTree(answer.body());
            assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
            assertThat(problem.path("type").asString()).contains("/problems/");
            assertThat(answer.body()).doesNotContain("jackson").doesNotContain("dev.concierge");
        }
        return answer.status();
    }

    private static String shown(String body) {
        return body.length() <= 80 ? body : body.substring(0, 80) + "…";
    }

    private List<Endpoint> endpoints() {
        Map<String, Endpoint> found = new TreeMap<>();
        world.server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((info, method) -> {
                    for (MethodParameter parameter : method.getMethodParameters()) {
                        RequestBody body = parameter.getParameterAnnotation(RequestBody.class);
                        boolean signed = parameter.getParameterType() == byte[].class;
                        if (body != null && !signed) {
                            all(info, method, parameter.getParameterType(), body.required())
                                    .forEach(endpoint -> found.put(endpoint.toString(), endpoint));
                        }
                    }
                }));
        return List.copyOf(found.values());
    }

    private List<Endpoint> all(RequestMappingInfo info, HandlerMethod method, Class<?> body, boolean required) {
        boolean peopleOnly = Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == Caller.Person.class);
        List<Endpoint> all = new ArrayList<>();
        for (String pattern : info.getPatternValues()) {
            String provider = pattern.startsWith("/api/v1/registrations") ? "github" : "google";
            String path = pattern.replace("{id}", id(pattern))
                    .replace("{provider}", provider)
                    .replace("{stream}", "google.calendar.events");
            if (path.contains("{")) {
                fail("JsonBodiesTest cannot fill in " + pattern + ". Say there what stands for its variable.");
            }
            info.getMethodsCondition()
                    .getMethods()
                    .forEach(one -> all.add(new Endpoint(one.name(), path, body, required, peopleOnly)));
        }
        return all;
    }
}
