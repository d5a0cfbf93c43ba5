package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * L-02: every endpoint and page of administration that the running application serves, asked by every role, by a key of an administrator, and by nobody. One that
 * is new and not listed here fails.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesMatrixTest {
    private static final String PERSON = "/admin/people/{id:[0-9a-f-]{36}}";

    /** What each endpoint needs. */
    private static final Map<String, Permission> NEEDS = needs();

    private static final String[] FORM = {
        "name",
        "rack",
        "kind",
        "nothing",
        "active",
        "true",
        "role",
        "guest",
        "status",
        "active",
        "localId",
        "",
        "email",
        "no address",
        "version",
        "0",
        "clientId",
        "",
        "clientSecret",
        "",
        "sure",
        "true",
        "format",
        "csv"
    };

    private final Map<Role, FormBrowser> browsers = new EnumMap<>(Role.class);
    private People people;
    private String key = "";

    private static Map<String, Permission> needs() {
        Map<String, Permission> needs = new TreeMap<>();
        for (String users : new String[] {"/api/v1/users", "/api/users"}) {
            needs.put("GET " + users, Permission.SEE_PEOPLE);
            needs.put("GET " + users + "/{id}", Permission.SEE_PEOPLE);
            needs.put("PUT " + users + "/{id}/localId", Permission.SET_LOCAL_ID);
            needs.put("PUT " + users + "/{id}/role", Permission.SET_ROLE);
            needs.put("PUT " + users + "/{id}/status", Permission.SET_STATUS);
            needs.put("DELETE " + users + "/{id}/sessions", Permission.END_SESSIONS);
            needs.put("POST " + users + "/import", Permission.MOVE_PEOPLE);
            needs.put("POST " + users + "/export", Permission.MOVE_PEOPLE);
        }
        needs.put("GET /admin/roles", Permission.SEE_PEOPLE);
        needs.put("GET /admin/people", Permission.SEE_PEOPLE);
        needs.put("GET /admin/audit", Permission.SEE_AUDIT);
        needs.put("POST /admin/audit/export", Permission.SEE_AUDIT);
        needs.put("GET /api/v1/audit", Permission.SEE_AUDIT);
        needs.put("POST /api/v1/audit/export", Permission.SEE_AUDIT);
        putAlerts(needs);
        putLook(needs);
        needs.put("GET " + PERSON, Permission.SEE_PEOPLE);
        needs.put("POST " + PERSON + "/local-id", Permission.SET_LOCAL_ID);
        needs.put("POST " + PERSON + "/role", Permission.SET_ROLE);
        needs.put("POST " + PERSON + "/status", Permission.SET_STATUS);
        needs.put("POST " + PERSON + "/sign-out", Permission.END_SESSIONS);
        needs.put("POST " + PERSON + "/factors", Permission.RESET_FACTORS);
        needs.put("GET /admin/people/files", Permission.MOVE_PEOPLE);
        needs.put("POST /admin/people/files/export", Permission.MOVE_PEOPLE);
        needs.put("POST /admin/people/files/import", Permission.MOVE_PEOPLE);
        needs.put("POST /admin/people/invitations", Permission.INVITE);
        needs.put("POST /admin/people/invitations/{id}/revoke", Permission.INVITE);
        for (String path : new String[] {"", "/{id}"}) {
            needs.put("GET /admin/providers" + path, Permission.REGISTRATIONS);
        }
        for (String path : new String[] {"", "/test", "/remove"}) {
            needs.put("POST /admin/providers/{id}" + path, Permission.REGISTRATIONS);
        }
        needs.put("GET /api/v1/registrations", Permission.REGISTRATIONS);
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            needs.put(method + " /api/v1/registrations/{provider}", Permission.REGISTRATIONS);
        }
        needs.put("POST /api/v1/registrations/{provider}/test", Permission.REGISTRATIONS);
        needs.put("GET /admin/jobs", Permission.JOBS);
        needs.put("POST /admin/jobs/retry", Permission.JOBS);
        needs.put("GET /admin/jobs/drop", Permission.JOBS);
        needs.put("POST /admin/jobs/drop", Permission.JOBS);
        needs.put("GET /api/v1/admin/jobs", Permission.JOBS);
        needs.put("POST /api/v1/admin/jobs/retry", Permission.JOBS);
        needs.put("POST /api/v1/admin/jobs/drop", Permission.JOBS);
        putServices(needs);
        putStops(needs);
        needs.put("GET /admin/keys", Permission.DATA_KEYS);
        for (String act : new String[] {"rotate", "pause", "resume"}) {
            needs.put("POST /admin/keys/" + act, Permission.DATA_KEYS);
        }
        return needs;
    }

    private static void putServices(Map<String, Permission> needs) {
        String api = " /api/v1/service-accounts";
        for (String endpoint : new String[] {
            "GET /admin/services",
            "POST /admin/services",
            "GET /admin/services/{id}",
            "POST /admin/services/{id}/status",
            "POST /admin/services/{id}/delete",
            "POST /admin/services/{id}/keys",
            "POST /admin/services/{id}/keys/{keyId}/revoke",
            "GET" + api,
            "POST" + api,
            "GET" + api + "/{id}",
            "PUT" + api + "/{id}/status",
            "POST" + api + "/{id}/delete",
            "GET" + api + "/{id}/api-keys",
            "POST" + api + "/{id}/api-keys",
            "DELETE" + api + "/{id}/api-keys/{keyId}"
        }) {
            needs.put(endpoint, Permission.SERVICE_ACCOUNTS);
        }
    }

    private static void putAlerts(Map<String, Permission> needs) {
        for (String list : new String[] {"/admin/alerts", "/api/v1/alerts"}) {
            needs.put("GET " + list, Permission.SEE_ALERTS);
            needs.put("GET " + list + "/{id}", Permission.SEE_ALERTS);
            needs.put("POST " + list + "/{id}/acknowledge", Permission.ACKNOWLEDGE_ALERTS);
        }
        for (String endpoint : new String[] {
            "GET /admin/audit/verify",
            "POST /admin/audit/verify",
            "GET /api/v1/audit/checks",
            "POST /api/v1/audit/checks",
            "GET /api/v1/audit/checks/{id}"
        }) {
            needs.put(endpoint, Permission.VERIFY_AUDIT);
        }
    }

    private static void putLook(Map<String, Permission> needs) {
        for (String endpoint : new String[] {
            "GET /admin/look",
            "POST /admin/look",
            "POST /admin/look/preview",
            "POST /admin/look/logo",
            "POST /admin/look/logo/remove",
            "POST /admin/look/reset",
            "GET /api/v1/look",
            "PUT /api/v1/look",
            "DELETE /api/v1/look",
            "PUT /api/v1/look/logo",
            "DELETE /api/v1/look/logo"
        }) {
            needs.put(endpoint, Permission.SET_LOOK);
        }
        for (String endpoint : new String[] {
            "GET /admin/sign-up",
            "POST /admin/sign-up",
            "POST /admin/sign-up/reset",
            "GET /api/v1/admin/sign-up",
            "PUT /api/v1/admin/sign-up",
            "DELETE /api/v1/admin/sign-up"
        }) {
            needs.put(endpoint, Permission.SET_SIGN_UP);
        }
    }

    private static void putStops(Map<String, Permission> needs) {
        for (String endpoint : new String[] {
            "GET /admin/emergency",
            "POST /admin/emergency/look",
            "POST /admin/emergency/order",
            "GET /admin/emergency/{id:[0-9a-f-]{36}}",
            "POST /admin/emergency/{id:[0-9a-f-]{36}}/pause",
            "POST /admin/emergency/{id:[0-9a-f-]{36}}/resume",
            "GET /api/v1/emergency-stops",
            "GET /api/v1/emergency-stops/extent",
            "POST /api/v1/emergency-stops",
            "GET /api/v1/emergency-stops/{id:[0-9a-f-]{36}}",
            "POST /api/v1/emergency-stops/{id:[0-9a-f-]{36}}/pause",
            "POST /api/v1/emergency-stops/{id:[0-9a-f-]{36}}/resume"
        }) {
            needs.put(endpoint, Permission.EMERGENCY_STOPS);
        }
    }

    @BeforeAll
    void start() {
        people = People.start(Map.of("LANES", "none"));
        for (Role role : Role.values()) {
            browsers.put(role, people.signedIn(people.person(role)));
        }
        key = JsonMapper.builder()
                .build()
                .readTree(browser(Role.ADMIN)
                        .json(
                                "POST",
                                "/api/v1/me/api-keys",
                                "{\"name\":\"all\",\"scopes\":[\"integrations:read\",\"tokens:vend\",\"integrations:write\"],\"days\":30}")
                        .body())
                .path("value")
                .asString();
        assertThat(key).startsWith("ck_");
    }

    @AfterAll
    void stop() {
        people.close();
    }

    private FormBrowser browser(Role role) {
        return java.util.Objects.requireNonNull(browsers.get(role));
    }

    @Test
    @DisplayName("L-02 a new endpoint of administration must say what it needs")
    void the_table_holds_every_endpoint_of_administration_and_no_other() {
        Set<String> served = new TreeSet<>();
        people.server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .keySet()
                        .forEach(info -> info.getPatternValues().stream()
                                .filter(RolesMatrixTest::isAdministration)
                                .forEach(pattern -> info.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method -> served.add(method + " " + pattern)))));

        assertThat(served).isEqualTo(NEEDS.keySet());
    }

    private static boolean isAdministration(String pattern) {
        return Stream.of(
                        "/admin",
                        "/api/v1/users",
                        "/api/users",
                        "/api/v1/admin",
                        "/api/v1/registrations",
                        "/api/v1/audit",
                        "/api/v1/alerts",
                        "/api/v1/look",
                        "/api/v1/service-accounts",
                        "/api/v1/emergency-stops")
                .anyMatch(pattern::startsWith);
    }

    @TestFactory
    @DisplayName("L-02 every endpoint of administration by every role")
    Stream<DynamicTest> every_endpoint_by_every_role() {
        return NEEDS.entrySet().stream()
                .flatMap(need -> Arrays.stream(Role.values())
                        .map(role -> DynamicTest.dynamicTest(need.getKey() + " by " + role.word(), () -> {
                            HttpResponse<String> answer = ask(browser(role), need.getKey());
                            if (need.getValue().allows(role)) {
                                assertThat(answer.statusCode())
                                        .as(answer.body())
                                        .isNotIn(401, 403)
                                        .isLessThan(500);
                            } else {
                                assertThat(answer.statusCode())
                                        .as(answer.body())
                                        .isEqualTo(403);
                            }
                        })));
    }

    @TestFactory
    @DisplayName("L-02 every endpoint of administration by a key of an administrator, and by nobody")
    Stream<DynamicTest> every_endpoint_by_a_key_and_by_nobody() {
        return NEEDS.keySet().stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint, () -> {
                    boolean api = endpoint.contains(" /api/");
                    FormBrowser nobody = people.browser();
                    nobody.get("/login");
                    assertThat(ask(nobody, endpoint).statusCode()).isEqualTo(api ? 401 : 303);
                    if (api) {
                        assertThat(nobody.json(
                                                method(endpoint),
                                                path(endpoint),
                                                body(endpoint),
                                                "Authorization",
                                                "Bearer " + key)
                                        .statusCode())
                                .isEqualTo(403);
                    }
                }));
    }

    /** Every endpoint of administration, as method and pattern. */
    static Set<String> endpoints() {
        return NEEDS.keySet();
    }

    static HttpResponse<String> ask(FormBrowser browser, String endpoint) {
        String path = path(endpoint);
        if (endpoint.contains(" /api/")) {
            return browser.json(method(endpoint), path, body(endpoint));
        }
        return method(endpoint).equals("GET") ? browser.get(path) : browser.post(path, FORM);
    }

    private static String method(String endpoint) {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    private static String path(String endpoint) {
        boolean provider = endpoint.contains("/providers/") || endpoint.contains("{provider}");
        String filled = endpoint.substring(endpoint.indexOf(' ') + 1)
                .replace("{id:[0-9a-f-]{36}}", UUID.randomUUID().toString())
                .replace("{keyId}", UUID.randomUUID().toString())
                .replace("/extent", "/extent?scope=everything")
                .replaceFirst(
                        "\\{[a-z]+}", provider ? "google" : UUID.randomUUID().toString());
        return method(endpoint).equals("DELETE") && provider ? filled + "?version=0" : filled;
    }

    private static String body(String endpoint) {
        if (endpoint.endsWith("/localId")) {
            return "{\"localId\":null}";
        }
        if (endpoint.endsWith("/role")) {
            return "{\"role\":\"guest\"}";
        }
        if (endpoint.contains("/service-accounts")) {
            return serviceBody(endpoint);
        }
        if (endpoint.endsWith("/emergency-stops")) {
            return endpoint.startsWith("GET ") ? "" : "{\"scope\":\"\"}";
        }
        if (endpoint.endsWith("/acknowledge")) {
            return "{\"note\":\"seen\"}";
        }
        if (endpoint.contains("/look") || endpoint.startsWith("PUT /api/v1/admin/sign-up")) {
            return "{\"version\":0}";
        }
        if (endpoint.startsWith("POST /api/v1/admin/jobs")) {
            return "{\"lane\":\"sync\",\"job\":\"no.job\",\"instance\":\"none\"}";
        }
        if (endpoint.endsWith("/status")) {
            return "{\"status\":\"active\"}";
        }
        if (endpoint.endsWith("port")) {
            return endpoint.endsWith("import") ? "[]" : "{}";
        }
        return endpoint.startsWith("PUT ") ? "{\"clientId\":\"\"}" : "";
    }

    private static String serviceBody(String endpoint) {
        if (endpoint.endsWith("/status")) {
            return "{\"active\":true}";
        }
        if (endpoint.endsWith("/delete")) {
            return "{}";
        }
        if (endpoint.endsWith("/api-keys")) {
            return endpoint.startsWith("POST ") ? "{\"name\":\"rack\",\"scopes\":[\"tokens:vend\"]}" : "";
        }
        return endpoint.startsWith("POST ") ? "{\"name\":\"rack\"}" : "";
    }
}
