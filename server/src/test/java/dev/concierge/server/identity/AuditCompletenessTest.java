package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SoftPasskey;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** L-08: what changes somebody's access, and what is refused to whom, is in the trail once, with who, whom, whence and when, and without a secret. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditCompletenessTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FROM = "203.0.113.99";

    private final List<String> secrets = new ArrayList<>(List.of(People.PASSWORD));
    private People people;
    private String root;
    private FormBrowser admin;
    private String linh;
    private FormBrowser hers;

    private interface Doing {
        HttpResponse<String> run();
    }

    @BeforeAll
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        linh = people.person(Role.MANAGER);
        admin = people.signedIn(root);
        hers = people.signedIn(linh);
    }

    @AfterAll
    void stop() {
        people.close();
    }

    private static HttpResponse<String> json(FormBrowser browser, String method, String path, String body) {
        return browser.json(method, path, body, "X-Forwarded-For", FROM);
    }

    private static HttpResponse<String> form(FormBrowser browser, String path, String... fields) {
        browser.get("/security");
        return browser.post(path, Map.of("X-Forwarded-For", FROM), fields);
    }

    private String value(HttpResponse<String> answer, String field) {
        String value = JSON.readTree(answer.body()).path(field).asString("");
        assertThat(value).as(answer.body()).isNotEmpty();
        return value;
    }

    /** What is done, by whom it is, under the name it has in the trail. */
    private Map<String, Doing> done() {
        String other = people.person();
        String person = "/api/v1/users/" + people.idOf(other);
        String services = "/api/v1/service-accounts";
        Map<String, Doing> acts = new LinkedHashMap<>();
        acts.put("account.role", () -> json(admin, "PUT", person + "/role", "{\"role\":\"user\"}"));
        acts.put("account.local_id", () -> json(admin, "PUT", person + "/localId", "{\"localId\":\"L08\"}"));
        acts.put("account.sign_out", () -> {
            people.signedIn(other);
            return json(admin, "DELETE", person + "/sessions", "");
        });
        acts.put("account.status", () -> json(admin, "PUT", person + "/status", "{\"status\":\"disabled\"}"));
        acts.put(
                "invitation.send",
                () -> form(admin, "/admin/people/invitations", "email", "new.l08@corp.example", "role", "guest"));
        acts.put(
                "invitation.revoke",
                () -> form(
                        admin,
                        "/admin/people/invitations/"
                                + people.database()
                                        .owner()
                                        .sql("select id from invitations")
                                        .query(UUID.class)
                                        .single()
                                + "/revoke"));
        acts.put("people.export", () -> json(admin, "POST", "/api/v1/users/export", "{\"format\":\"csv\"}"));
        acts.put("people.import_try", () -> json(admin, "POST", "/api/v1/users/import?dryRun=true", "[]"));
        acts.put("people.import", () -> json(admin, "POST", "/api/v1/users/import?dryRun=false", "[]"));
        acts.put("audit.export", () -> json(admin, "POST", "/api/v1/audit/export", "{\"format\":\"jsonl\"}"));
        String[] service = new String[1];
        acts.put("service_account.create", () -> {
            HttpResponse<String> made = json(admin, "POST", services, "{\"name\":\"rack\"}");
            service[0] = value(made, "id");
            return made;
        });
        acts.put(
                "service_account.disable",
                () -> json(admin, "PUT", services + "/" + service[0] + "/status", "{\"active\":false}"));
        acts.put(
                "service_account.enable",
                () -> json(admin, "PUT", services + "/" + service[0] + "/status", "{\"active\":true}"));
        acts.put("service_account.delete", () -> json(admin, "POST", services + "/" + service[0] + "/delete", "{}"));
        String[] key = new String[1];
        acts.put("api_key.create", () -> {
            HttpResponse<String> made = json(
                    hers, "POST", "/api/v1/me/api-keys", "{\"name\":\"l08\",\"scopes\":[\"tokens:vend\"],\"days\":30}");
            secrets.add(value(made, "value"));
            key[0] = JSON.readTree(made.body()).findValue("id").asString("");
            return made;
        });
        acts.put("api_key.revoke", () -> json(hers, "DELETE", "/api/v1/me/api-keys/" + key[0], ""));
        acts.put("factor.add", () -> {
            PasskeyBrowser passkeys = new PasskeyBrowser(hers, people);
            String answer = passkeys.adding(SoftPasskey.fresh()).created();
            HttpResponse<String> added = hers.post(
                    "/security/passkeys/add", Map.of("X-Forwarded-For", FROM), "credential", answer, "name", "L08");
            secrets.addAll(Apps.codes(added));
            return added;
        });
        acts.put(
                "factor.rename", () -> form(hers, "/security/passkeys/" + passkey() + "/rename", "name", "Key of L08"));
        acts.put("factor.recovery_codes", () -> {
            HttpResponse<String> shown = form(hers, "/security/factors/codes", "password", people.proof(linh));
            secrets.addAll(Apps.codes(shown));
            return shown;
        });
        acts.put("factor.remove", () -> form(hers, "/security/passkeys/" + passkey() + "/remove"));
        acts.put("token.start", () -> {
            HttpResponse<String> made = json(hers, "POST", "/api/v1/me/access-token", "{}");
            secrets.add(value(made, "accessToken"));
            return made;
        });
        acts.put("token.end", () -> {
            HttpResponse<String> login = json(
                    people.browser(),
                    "POST",
                    "/api/v1/auth/login",
                    "{\"email\":\"" + linh + "\",\"password\":\"" + People.PASSWORD + "\"}");
            String refresh = value(login, "refreshToken");
            secrets.add(refresh);
            return json(people.browser(), "POST", "/api/v1/auth/logout", "{\"refreshToken\":\"" + refresh + "\"}");
        });
        acts.put("export.ask", () -> json(hers, "POST", "/api/v1/me/exports", "{}"));
        acts.put(
                "account.profile",
                () -> form(hers, "/profile", "name", "Linh Later", "timeZone", "UTC", "dateForm", "iso"));
        acts.put("account.email.ask", () -> form(hers, "/security/email", "email", "linh.l08@corp.example"));
        acts.put("session.end", () -> form(hers, "/logout"));
        ofAdministration(acts);
        ofLeaving(acts);
        return acts;
    }

    private UUID passkey() {
        return people.database()
                .owner()
                .sql("select id from passkeys where account_id = :id")
                .param("id", people.idOf(linh))
                .query(UUID.class)
                .single();
    }

    private void ofAdministration(Map<String, Doing> acts) {
        acts.put(
                "registration.keep",
                () -> json(
                        admin,
                        "PUT",
                        "/api/v1/registrations/github",
                        "{\"clientId\":\"a-client\",\"clientSecret\":\"of-nobody-l08\"}"));
        acts.put("registration.remove", () -> json(admin, "DELETE", "/api/v1/registrations/github?version=1", ""));
        acts.put(
                "alert.acknowledge",
                () -> json(
                        admin,
                        "POST",
                        "/api/v1/alerts/"
                                + people.database()
                                        .owner()
                                        .sql("select id from security_alerts order by id limit 1")
                                        .query(UUID.class)
                                        .single()
                                + "/acknowledge",
                        "{\"note\":\"seen\"}"));
        UUID stop = UUID.randomUUID();
        people.database().owner().sql("""
                        insert into emergency_stops (id, number, scope, reason, ordered_by, ordered_at, expected_connections, expected_people)
                        values (:id, 1, 'everything', 'leaked', 'operator', now(), 1, 1)
                        """).param("id", stop).update();
        acts.put("emergency.pause", () -> json(admin, "POST", "/api/v1/emergency-stops/" + stop + "/pause", ""));
        acts.put("emergency.resume", () -> json(admin, "POST", "/api/v1/emergency-stops/" + stop + "/resume", ""));
    }

    private void ofLeaving(Map<String, Doing> acts) {
        String leaving = people.person();
        FormBrowser[] browser = new FormBrowser[1];
        acts.put("account.leave", () -> {
            browser[0] = people.signedIn(leaving);
            return json(browser[0], "DELETE", "/api/v1/me", "");
        });
        acts.put("account.keep", () -> {
            FormBrowser again = people.browser();
            again.signIn(leaving, People.PASSWORD);
            again.get("/leaving");
            return again.post("/leaving/keep", Map.of("X-Forwarded-For", FROM));
        });
    }

    /** What is refused, and what it is called in the trail. */
    private Map<String, Doing> refused() {
        String boss = people.person(Role.MANAGER);
        FormBrowser manager = people.signedIn(boss);
        FormBrowser guest = people.signedIn(people.person());
        String person = "/api/v1/users/" + people.idOf(root);
        Map<String, Doing> acts = new LinkedHashMap<>();
        acts.put("people.set_role", () -> json(manager, "PUT", person + "/role", "{\"role\":\"guest\"}"));
        acts.put("people.set_status", () -> json(manager, "PUT", person + "/status", "{\"status\":\"disabled\"}"));
        acts.put("people.set_local_id", () -> json(manager, "PUT", person + "/localId", "{\"localId\":\"X\"}"));
        acts.put("people.end_sessions", () -> json(manager, "DELETE", person + "/sessions", ""));
        acts.put("people.move_people", () -> json(manager, "POST", "/api/v1/users/export", "{\"format\":\"csv\"}"));
        acts.put(
                "people.invite",
                () -> form(manager, "/admin/people/invitations", "email", "l08@corp.example", "role", "admin"));
        acts.put("people.see_people", () -> json(guest, "GET", "/api/v1/users", ""));
        acts.put(
                "service_account.change",
                () -> json(manager, "POST", "/api/v1/service-accounts", "{\"name\":\"rack\"}"));
        acts.put("session.start", () -> {
            FormBrowser stranger = people.browser();
            stranger.get("/login");
            return stranger.post(
                    "/login", Map.of("X-Forwarded-For", FROM), "email", boss, "password", "nothing like it", "to", "/");
        });
        return acts;
    }

    @TestFactory
    @DisplayName("L-08 every act of administration and on one's own account is in the trail once")
    Stream<DynamicTest> l08_every_act_is_in_the_trail_once() {
        return done().entrySet().stream()
                .map(act -> DynamicTest.dynamicTest(act.getKey(), () -> {
                    HttpResponse<String> answer = written(act.getKey(), "done", act.getValue());
                    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 303);
                }));
    }

    @TestFactory
    @DisplayName("L-08 every refusal is in the trail once")
    Stream<DynamicTest> l08_every_refusal_is_in_the_trail_once() {
        return refused().entrySet().stream()
                .map(act -> DynamicTest.dynamicTest(act.getKey(), () -> {
                    HttpResponse<String> answer = written(act.getKey(), "refused", act.getValue());
                    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
                }));
    }

    private record Row(UUID id, String actor, @Nullable String address, String text) {}

    private HttpResponse<String> written(String action, String outcome, Doing doing) {
        List<UUID> before = rows(action, outcome).stream().map(Row::id).toList();
        HttpResponse<String> answer = doing.run();
        List<Row> rows = rows(action, outcome).stream()
                .filter(row -> !before.contains(row.id()))
                .toList();
        assertThat(rows).as(action + ", after " + answer.statusCode()).hasSize(1);
        Row row = rows.getFirst();
        assertThat(row.actor()).matches("person:[0-9a-f-]{36}|anonymous");
        if (row.address() != null) {
            assertThat(row.address()).isEqualTo(FROM);
        }
        assertThat(secrets).noneMatch(secret -> row.text().contains(secret));
        return answer;
    }

    private List<Row> rows(String action, String outcome) {
        return people.database()
                .owner()
                .sql("""
                        select e.id, e.actor, s.address, e::text || coalesce(s::text, '') as text
                        from audit_events e left join audit_subjects s on s.event_id = e.id where e.action = :action and e.outcome = :outcome
                        """)
                .param("action", action)
                .param("outcome", outcome)
                .query((row, _) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getString("actor"),
                        row.getString("address"),
                        row.getString("text")))
                .list();
    }
}
