package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * J-14: every act of administration, by form or by API, eleven minutes after the administrator's last proof. What changes security asks for another; what does not
 * ask says here why. An act that is new and not judged fails.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("J-14 D-07 acts by an old session")
class FreshProofMatrixTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> ASKED = asked();

    /** Why nothing is asked. */
    private static final Map<String, String> NOT_ASKED = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /admin/services", "an account without a key can do nothing"),
            Map.entry("POST /admin/services/{id}/keys/{keyId}/revoke", "only takes away"),
            Map.entry("DELETE /api/v1/service-accounts/{id}/api-keys/{keyId}", "only takes away"),
            Map.entry("POST /admin/people/invitations/{id}/revoke", "only takes away"),
            Map.entry("POST /admin/look/preview", "changes nothing"),
            Map.entry("POST /admin/emergency/look", "changes nothing"),
            Map.entry("POST /admin/providers/{id}/test", "changes nothing"),
            Map.entry("POST /api/v1/registrations/{provider}/test", "changes nothing"),
            Map.entry("POST /admin/jobs/retry", "does earlier what is done anyway"),
            Map.entry("POST /api/v1/admin/jobs/retry", "does earlier what is done anyway"),
            Map.entry("POST /admin/audit/verify", "reads the trail"),
            Map.entry("POST /api/v1/audit/checks", "reads the trail"),
            Map.entry("POST /admin/alerts/{id}/acknowledge", "opens nothing, and stands in the trail by name"),
            Map.entry("POST /api/v1/alerts/{id}/acknowledge", "opens nothing, and stands in the trail by name")));

    private People people;
    private String root = "";
    private UUID person = new UUID(0, 0);
    private UUID service = new UUID(0, 0);
    private UUID invitation = new UUID(0, 0);
    private UUID stop = new UUID(0, 0);
    private UUID alert = new UUID(0, 0);
    private final List<UUID> keys = new ArrayList<>();

    private static Set<String> asked() {
        Set<String> asked = new TreeSet<>();
        for (String users : List.of("/api/v1/users", "/api/users")) {
            add(asked, "PUT " + users + "/{id}", "/localId", "/role", "/status");
            add(asked, "DELETE " + users + "/{id}", "/sessions");
            add(asked, "POST " + users, "/import", "/export");
        }
        add(asked, "POST /admin/people/{id:[0-9a-f-]{36}}", "/local-id", "/role", "/status", "/sign-out", "/factors");
        add(asked, "POST /admin/people", "/files/export", "/files/import", "/invitations");
        add(asked, "POST /admin/audit", "/export");
        add(asked, "POST /api/v1/audit", "/export");
        add(asked, "POST /admin/look", "", "/logo", "/logo/remove", "/reset");
        add(asked, "PUT /api/v1/look", "", "/logo");
        add(asked, "DELETE /api/v1/look", "", "/logo");
        add(asked, "POST /admin/sign-up", "", "/reset");
        add(asked, "PUT /api/v1/admin", "/sign-up");
        add(asked, "DELETE /api/v1/admin", "/sign-up");
        add(asked, "POST /admin/providers/{id}", "", "/remove");
        add(asked, "PUT /api/v1/registrations", "/{provider}");
        add(asked, "DELETE /api/v1/registrations", "/{provider}");
        add(asked, "POST /admin/services/{id}", "/status", "/delete", "/keys");
        add(asked, "POST /api/v1/service-accounts", "", "/{id}/delete", "/{id}/api-keys");
        add(asked, "PUT /api/v1/service-accounts", "/{id}/status");
        add(asked, "POST /admin/emergency", "/order");
        add(asked, "POST /admin/emergency/{id:[0-9a-f-]{36}}", "/pause", "/resume");
        add(asked, "POST /api/v1/emergency-stops", "", "/{id:[0-9a-f-]{36}}/pause", "/{id:[0-9a-f-]{36}}/resume");
        add(asked, "POST /admin/keys", "/rotate", "/pause", "/resume");
        add(asked, "POST /admin/jobs", "/drop");
        add(asked, "POST /api/v1/admin/jobs", "/drop");
        return asked;
    }

    private static void add(Set<String> asked, String before, String... after) {
        Arrays.stream(after).forEach(one -> asked.add(before + one));
    }

    @BeforeAll
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        person = people.idOf(people.person(Role.USER));
        FormBrowser admin = people.signedIn(root);
        service = id(admin.json("POST", "/api/v1/service-accounts", "{\"name\":\"rack\"}"));
        for (String name : List.of("one", "two")) {
            HttpResponse<String> made = admin.json(
                    "POST",
                    "/api/v1/service-accounts/" + service + "/api-keys",
                    "{\"name\":\"" + name + "\",\"scopes\":[\"tokens:vend\"]}");
            keys.add(UUID.fromString(
                    JSON.readTree(made.body()).path("key").path("id").asString()));
        }
        invitation = UUID.randomUUID();
        people.database()
                .owner()
                .sql("""
                        insert into invitations (id, account_id, email, role, token_hash, created_at, expires_at)
                        values (:id, :account, 'new@corp.example', 'user', '\\x01', now(), now() + interval '900 days')
                        """)
                .param("id", invitation)
                .param("account", people.idOf(root))
                .update();
        stop = UUID.randomUUID();
        people.database().owner().sql("""
                        insert into emergency_stops (id, number, scope, reason, ordered_by, ordered_at, expected_connections, expected_people)
                        values (:id, 1, 'everything', 'leaked', 'operator', now(), 1, 1)
                        """).param("id", stop).update();
        people.database().owner().sql("""
                        insert into jobs_mail (task_name, task_instance, execution_time, picked, version)
                        values ('mail.send', 'waits', now() + interval '900 days', false, 1)
                        """).update();
        alert = people.database()
                .owner()
                .sql("select id from security_alerts limit 1")
                .query(UUID.class)
                .single();
    }

    @AfterAll
    void stop() {
        people.close();
    }

    private static UUID id(HttpResponse<String> answer) {
        JsonNode body = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return UUID.fromString(body.path("id").asString());
    }

    @Test
    @DisplayName("J-14 a new act of administration must say whether it asks for a fresh proof")
    void every_act_of_administration_is_judged() {
        Set<String> judged = new TreeSet<>(ASKED);
        judged.addAll(NOT_ASKED.keySet());
        assertThat(judged)
                .isEqualTo(RolesMatrixTest.endpoints().stream()
                        .filter(endpoint -> !endpoint.startsWith("GET "))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(ASKED).doesNotContainAnyElementsOf(NOT_ASKED.keySet());
    }

    @TestFactory
    @DisplayName("J-14 an old session changes nothing in administration until its person proves who they are")
    Stream<DynamicTest> what_changes_security_asks() {
        return ASKED.stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint, () -> {
                    HttpResponse<String> answer = byAnOldSession(endpoint);
                    assertThat(answer.statusCode())
                            .as(answer.body())
                            .isEqualTo(endpoint.contains(" /api/") ? 403 : 422);
                    assertThat(asks(answer)).as(answer.body()).isTrue();
                }));
    }

    @TestFactory
    @DisplayName("J-14 what needs no fresh proof says why, and works without one")
    Stream<DynamicTest> what_does_not_ask_works() {
        return NOT_ASKED.entrySet().stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.getKey() + ": " + endpoint.getValue(), () -> {
                    HttpResponse<String> answer = byAnOldSession(endpoint.getKey());
                    assertThat(asks(answer)).as(answer.body()).isFalse();
                    assertThat(answer.statusCode())
                            .as(answer.body())
                            .isNotIn(401, 403)
                            .isLessThan(500);
                }));
    }

    /** The sentence of a form or of the API, or the page that asks and repeats the act. */
    private static boolean asks(HttpResponse<String> answer) {
        return answer.body().contains(FreshProof.Asked.CODE.sentence(FreshProof.Outcome.NEEDED))
                || answer.body().contains("Show once more that it is you.");
    }

    private HttpResponse<String> byAnOldSession(String endpoint) {
        people.clock().advance(Duration.ofMinutes(1));
        FormBrowser admin = people.signedIn(root);
        people.clock().advance(Duration.ofMinutes(11));
        String method = endpoint.substring(0, endpoint.indexOf(' '));
        String path = path(endpoint.substring(endpoint.indexOf(' ') + 1));
        if (!endpoint.contains(" /api/")) {
            return admin.post(path, form(endpoint));
        }
        return path.endsWith("/logo") && method.equals("PUT")
                ? admin.bytes(method, path, "image/png", new byte[8])
                : admin.json(method, path, body(endpoint));
    }

    private String path(String pattern) {
        String own = pattern.startsWith("/admin/people/invitations")
                ? invitation.toString()
                : pattern.contains("emergency")
                        ? stop.toString()
                        : pattern.contains("alerts")
                                ? alert.toString()
                                : pattern.contains("service")
                                        ? service.toString()
                                        : pattern.contains("providers") ? "github" : person.toString();
        String path = pattern.replace("{id:[0-9a-f-]{36}}", own)
                .replace("{id}", own)
                .replace("{provider}", "github")
                .replace(
                        "{keyId}", keys.get(pattern.startsWith("/api/") ? 1 : 0).toString());
        return path.equals("/api/v1/registrations/github") ? path + "?version=0" : path;
    }

    private static String[] form(String endpoint) {
        List<String> fields =
                new ArrayList<>(List.of("sure", "true", "version", "0", "active", "true", "format", "csv"));
        fields.addAll(List.of("clientId", "a-client", "clientSecret", "of-nobody", "reason", "leaked", "count", "0"));
        fields.addAll(List.of("email", "one.more@corp.example", "status", "active", "role", "guest", "name", "rack"));
        fields.addAll(List.of("kind", "everything", "scope", "tokens:vend", "note", "seen"));
        fields.addAll(List.of("lane", "mail", "job", "mail.send", "instance", "waits"));
        return (endpoint.endsWith("/export") && endpoint.contains("audit")
                        ? fields.stream().map(field -> field.equals("csv") ? "jsonl" : field)
                        : fields.stream())
                .toArray(String[]::new);
    }

    private static String body(String endpoint) {
        String last = endpoint.substring(endpoint.lastIndexOf('/') + 1);
        return switch (last) {
            case "localId" -> "{\"localId\":null}";
            case "role" -> "{\"role\":\"guest\"}";
            case "status" -> endpoint.contains("service") ? "{\"active\":true}" : "{\"status\":\"active\"}";
            case "import" -> "[]";
            case "export", "delete" -> "{}";
            case "service-accounts" -> "{\"name\":\"rack\"}";
            case "api-keys" -> "{\"name\":\"rack\",\"scopes\":[\"tokens:vend\"]}";
            case "emergency-stops" -> "{\"scope\":\"everything\",\"reason\":\"leaked\",\"connections\":0}";
            case "retry", "drop" -> "{\"lane\":\"mail\",\"job\":\"mail.send\",\"instance\":\"waits\"}";
            case "acknowledge" -> "{\"note\":\"seen\"}";
            case "sign-up" -> endpoint.startsWith("PUT ") ? "{\"version\":0,\"policy\":\"closed\"}" : "";
            case "look" -> endpoint.startsWith("PUT ") ? "{\"version\":0}" : "";
            case "{provider}" ->
                endpoint.startsWith("PUT ") ? "{\"clientId\":\"a-client\",\"clientSecret\":\"of-nobody\"}" : "";
            default -> "";
        };
    }
}
