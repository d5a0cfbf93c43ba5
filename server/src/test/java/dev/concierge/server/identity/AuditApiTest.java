package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /admin/audit} and {@code /api/v1/audit}: search and export of the whole trail. */
@Tag("flow")
class AuditApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVIL = "<script>alert(1)</script>";

    private People people;
    private FormBrowser admin;
    private UUID linh;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none"));
        admin = people.signedIn(people.person(Role.ADMIN));
        linh = people.idOf(people.person());
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private void happened(UUID account, String action, AuditEvent.Outcome outcome, String target) {
        people.clock().advance(Duration.ofSeconds(1));
        people.server()
                .bean(AuditTrail.class)
                .recordAlone(new AuditEvent(
                        account,
                        "person:" + account,
                        action,
                        outcome,
                        target,
                        Map.of("note", EVIL),
                        new AuditEvent.Subject("203.0.113.77", "Agent/1", "linh@corp.example")));
    }

    private JsonNode search(FormBrowser browser, String query) {
        HttpResponse<String> answer = browser.get("/api/v1/audit?" + query, "Accept", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private List<String> actions(String query) {
        return search(admin, query)
                .path("items")
                .valueStream()
                .map(item -> item.path("action").asString())
                .toList();
    }

    @Test
    void each_filter_narrows_and_all_of_them_together() {
        people.clock().hold();
        happened(linh, "test.one", AuditEvent.Outcome.DONE, "thing:1");
        happened(linh, "test.two", AuditEvent.Outcome.REFUSED, "thing:2");
        String later = people.clock().instant().truncatedTo(ChronoUnit.MICROS).toString();
        happened(linh, "test.three", AuditEvent.Outcome.DONE, "thing:2");
        UUID other = people.idOf(people.person());
        happened(other, "test.one", AuditEvent.Outcome.DONE, "thing:1");

        assertThat(actions("account=" + linh)).startsWith("test.three", "test.two", "test.one");
        assertThat(actions("action=test.one")).containsExactly("test.one", "test.one");
        assertThat(actions("actor=person:" + linh)).containsExactly("test.three", "test.two", "test.one");
        assertThat(actions("target=thing:2")).containsExactly("test.three", "test.two");
        assertThat(actions("account=" + linh + "&outcome=refused")).containsExactly("test.two");
        assertThat(actions("actor=person:" + linh + "&from=" + later)).containsExactly("test.three", "test.two");
        assertThat(actions("actor=person:" + linh + "&until=" + later)).containsExactly("test.one");
        assertThat(actions("account=" + linh + "&actor=person:" + linh
                        + "&action=test.two&target=thing:2&outcome=refused"))
                .containsExactly("test.two");
        assertThat(actions("account=" + linh + "&action=test.four")).isEmpty();
    }

    @Test
    void pages_are_whole_and_a_cursor_serves_only_who_was_given_it() {
        for (int number = 0; number < 7; number++) {
            happened(linh, "test.n" + number, AuditEvent.Outcome.DONE, "thing:many");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        String middle = "";
        do {
            JsonNode page = search(admin, "target=thing:many&limit=3&cursor=" + cursor);
            page.path("items").forEach(item -> seen.add(item.path("action").asString()));
            cursor = page.path("nextCursor").asString("");
            middle = cursor.isEmpty() ? middle : cursor;
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("test.n6", "test.n5", "test.n4", "test.n3", "test.n2", "test.n1", "test.n0");

        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));
        assertThat(manager.get("/api/v1/audit?cursor=" + middle, "Accept", "application/json")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("a manager sees acts, an administrator also from where; nobody else sees any")
    void a_manager_sees_no_addresses() {
        happened(linh, "test.one", AuditEvent.Outcome.DONE, "thing:1");
        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));

        JsonNode full = search(admin, "action=test.one").path("items").get(0);
        assertThat(full.path("address").asString()).isEqualTo("203.0.113.77");
        JsonNode less = search(manager, "action=test.one").path("items").get(0);
        assertThat(less.path("actor").asString()).isEqualTo("person:" + linh);
        assertThat(less.toString()).doesNotContain("203.0.113.77", "Agent/1", "linh@corp.example");
        for (String body : List.of(
                manager.get("/admin/audit?action=test.one").body(),
                manager.json("POST", "/api/v1/audit/export", "{\"action\":\"test.one\"}")
                        .body())) {
            assertThat(body).contains("test.one").doesNotContain("203.0.113.77", "Agent/1", "linh@corp.example");
        }
        FormBrowser user = people.signedIn(people.person(Role.USER));
        assertThat(user.get("/api/v1/audit", "Accept", "application/json").statusCode())
                .isEqualTo(403);
        assertThat(user.get("/admin/audit").statusCode()).isEqualTo(403);
    }

    @Test
    void an_export_has_every_line_asks_for_a_proof_and_is_written_down() {
        people.database().owner().sql("""
                        insert into audit_events (id, account_id, occurred_at, actor, action, outcome, detail, mac)
                        select gen_random_uuid(), :account, timestamptz '2026-01-01' + n * interval '1 second', 'system', 'test.many', 'done', '{}',
                               '\\x00000000000000000000000000000000'
                        from generate_series(1, 2500) n
                        """).param("account", linh).update();
        String wanted = "{\"action\":\"test.many\",\"account\":\"" + linh + "\"}";
        HttpResponse<String> file = admin.json("POST", "/api/v1/audit/export", wanted);
        assertThat(file.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"audit.jsonl\"");
        List<JsonNode> lines = file.body().lines().map(JSON::readTree).toList();
        assertThat(lines).hasSize(2500);
        assertThat(lines.stream().map(line -> line.path("id").asString()).distinct())
                .hasSize(2500);
        JsonNode written = search(admin, "action=audit.export").path("items").get(0);
        assertThat(written.path("detail").path("account").asString()).isEqualTo(linh.toString());
        assertThat(written.path("detail").path("format").asString()).isEqualTo("jsonl");

        people.clock().advance(Duration.ofMinutes(11));
        assertThat(admin.json("POST", "/api/v1/audit/export", wanted).statusCode())
                .isEqualTo(403);
        assertThat(people.count("select count(*) from audit_events where action = 'audit.export'"))
                .isOne();
    }

    @Test
    void a_report_stands_alone_and_runs_nothing() {
        happened(linh, "test.one", AuditEvent.Outcome.REFUSED, "thing:1");
        String day = people.clock().instant().toString().substring(0, 10);
        admin.get("/admin/audit?account=" + linh + "&from=" + day + "&until=" + day);
        HttpResponse<String> file = admin.post(
                "/admin/audit/export", "account", linh.toString(), "from", day, "until", day, "format", "html");

        assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"audit.html\"");
        assertThat(file.body())
                .contains("Content-Security-Policy", "test.one (refused)", "&lt;script&gt;", "</html>")
                .doesNotContain("<script", " src=", "href=");
        HttpResponse<String> endless = admin.post("/admin/audit/export", "account", linh.toString(), "format", "html");
        assertThat(endless.statusCode()).isEqualTo(422);
        assertThat(endless.body()).contains("A report is about one account and a period");
    }

    @Test
    void the_page_shows_names_and_says_what_does_not_fit() {
        happened(linh, "test.one", AuditEvent.Outcome.DONE, "thing:1");
        HttpResponse<String> page = admin.get("/admin/audit?action=test.one");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Somebody Else", "/admin/people/" + linh, "203.0.113.77")
                .doesNotContain(EVIL);
        for (String wrong : List.of("account=x", "outcome=maybe", "from=yesterday", "until=%2B999999999-01-01")) {
            assertThat(admin.get("/admin/audit?" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(422);
            assertThat(admin.get("/api/v1/audit?" + wrong, "Accept", "application/json")
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }
}
