package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
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

/** {@code /admin/alerts}, {@code /api/v1/alerts}, the overview and the mails. */
@Tag("security")
class AlertsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NETWORK = "203.0.113.0";

    private People people;
    private String root;
    private FormBrowser admin;
    private UUID linh;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        admin = people.signedIn(root);
        linh = people.idOf(people.person());
        people.database().owner().sql("delete from security_alerts").update();
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private void raise(SecurityAlert alert) {
        people.server().bean(SecurityAlerts.class).raise(alert);
    }

    private void reuse() {
        raise(SecurityAlert.ofAccount(AlertKind.TOKEN_REUSE, linh, "anonymous", "replayed"));
    }

    private static JsonNode list(FormBrowser browser, String query) {
        HttpResponse<String> answer = browser.get("/api/v1/alerts?" + query, "Accept", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private List<String> kinds(String query) {
        return list(admin, query)
                .path("items")
                .valueStream()
                .map(item -> item.path("kind").asString())
                .toList();
    }

    @Test
    void an_administrator_reads_it_acknowledges_it_by_name_with_a_note_and_only_once() {
        reuse();
        String id = list(admin, "").path("items").get(0).path("id").asString();
        assertThat(admin.get("/").body()).contains("A security alert is open.");
        HttpResponse<String> page = admin.get("/admin/alerts/" + id);
        assertThat(page.body()).contains("A refresh token was used twice", "/admin/people/" + linh);

        assertThat(admin.post("/admin/alerts/" + id + "/acknowledge", "note", " ")
                        .statusCode())
                .isEqualTo(422);
        assertThat(admin.post("/admin/alerts/" + id + "/acknowledge", "note", "n".repeat(401))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> done = admin.post("/admin/alerts/" + id + "/acknowledge", "note", "Linh's own <phone>");
        assertThat(done.statusCode()).isEqualTo(303);

        assertThat(admin.get("/admin/alerts/" + id).body())
                .contains("Linh's own &lt;phone&gt;")
                .doesNotContain("<phone>");
        assertThat(admin.json("POST", "/api/v1/alerts/" + id + "/acknowledge", "{\"note\":\"again\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(admin.get("/").body()).doesNotContain("security alert");
        JsonNode alert = JSON.readTree(
                admin.get("/api/v1/alerts/" + id, "Accept", "application/json").body());
        assertThat(alert.path("acknowledgedBy").asString())
                .isEqualTo(people.idOf(root).toString());
        assertThat(alert.path("note").asString()).isEqualTo("Linh's own <phone>");
        assertThat(people.count(
                        "select count(*) from audit_events where action = 'alert.acknowledge' and target = 'alert:" + id
                                + "'"))
                .isOne();
    }

    @Test
    @DisplayName("a manager sees what happened but not from where, and acknowledges nothing; users see nothing")
    void a_manager_sees_no_places() {
        raise(new SecurityAlert(AlertKind.NETWORK_TRIES, null, "network:" + NETWORK, "anonymous", ""));
        FormBrowser manager = people.signedIn(people.person(Role.MANAGER));
        JsonNode less = list(manager, "").path("items").get(0);
        assertThat(less.path("kind").asString()).isEqualTo("network_tries");
        assertThat(less.toString()).doesNotContain(NETWORK);
        String id = less.path("id").asString();
        assertThat(manager.get("/admin/alerts").body())
                .contains("Many wrong tries")
                .doesNotContain(NETWORK);
        assertThat(manager.get("/admin/alerts/" + id).body())
                .contains("Many wrong tries")
                .doesNotContain(NETWORK);
        assertThat(manager.json("POST", "/api/v1/alerts/" + id + "/acknowledge", "{\"note\":\"mine\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.get("/admin/alerts/" + id).body()).contains(NETWORK);

        FormBrowser user = people.signedIn(people.person(Role.USER));
        assertThat(user.get("/api/v1/alerts", "Accept", "application/json").statusCode())
                .isEqualTo(403);
        assertThat(user.get("/").body()).doesNotContain("security alert");
    }

    @Test
    void filters_narrow_and_pages_are_whole() {
        for (int number = 0; number < 7; number++) {
            people.clock().advance(Duration.ofSeconds(1));
            raise(SecurityAlert.ofSystem(AlertKind.UNREADABLE, "row:" + number, "a column"));
        }
        reuse();
        assertThat(kinds("kind=token_reuse")).containsExactly("token_reuse");
        assertThat(kinds("about=" + linh)).containsExactly("token_reuse");
        assertThat(kinds("state=acknowledged")).isEmpty();
        assertThat(kinds("state=open&kind=unreadable")).hasSize(7);
        for (String wrong : List.of("kind=x", "state=x", "about=x", "cursor=x", "limit=0", "limit=201")) {
            assertThat(admin.get("/api/v1/alerts?" + wrong, "Accept", "application/json")
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(admin.get("/admin/alerts?kind=x").statusCode()).isEqualTo(422);

        List<String> seen = new ArrayList<>();
        String cursor = "";
        String middle = "";
        do {
            JsonNode page = list(admin, "kind=unreadable&limit=3&cursor=" + cursor);
            page.path("items").forEach(item -> seen.add(item.path("subject").asString()));
            cursor = page.path("nextCursor").asString("");
            middle = cursor.isEmpty() ? middle : cursor;
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("row:6", "row:5", "row:4", "row:3", "row:2", "row:1", "row:0");
        assertThat(people.signedIn(people.person(Role.MANAGER))
                        .get("/api/v1/alerts?cursor=" + middle, "Accept", "application/json")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("J-01 guesses at an account are an alert, and so are guesses at one that is not there")
    void guesses_are_an_alert() {
        String email = people.person();
        for (String address : List.of(email, "nobody@corp.example")) {
            FormBrowser stranger = people.browser();
            int status = 0;
            for (int tries = 0; tries < 8 && status != 429; tries++) {
                status = stranger.signIn(address, "wrong").statusCode();
            }
            assertThat(status).isEqualTo(429);
        }

        JsonNode known = list(admin, "kind=account_tries&about=" + people.idOf(email))
                .path("items")
                .get(0);
        assertThat(known.path("subject").asString()).isEqualTo("account:" + people.idOf(email));
        assertThat(list(admin, "kind=account_tries")
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("subject").asString()))
                .contains("account:none");
        assertThat(list(admin, "kind=account_tries").toString()).doesNotContain("nobody@corp.example");
    }

    @Test
    @DisplayName("F-05 a seed that was moved into another's row does not open, and is an alert")
    void a_swapped_seed_is_an_alert() {
        String other = people.person(Role.ADMIN);
        people.signedIn(other);
        people.database()
                .owner()
                .sql("""
                        update totp_authenticators a set seed = b.seed from totp_authenticators b
                        where a.account_id = :one and b.account_id = :other
                        """)
                .param("one", people.idOf(other))
                .param("other", people.idOf(root))
                .update();
        FormBrowser browser = people.browser();
        browser.signIn(other, People.PASSWORD);
        browser.get("/login/second");
        browser.post("/login/second", "code", "123456", "to", "/security");

        JsonNode alert = list(admin, "kind=unreadable").path("items").get(0);
        assertThat(alert.path("about").asString()).isEqualTo(people.idOf(other).toString());
        assertThat(alert.path("subject").asString()).startsWith("factor:");
    }

    @Test
    void a_new_administrator_is_an_alert_however_it_came_about() {
        people.person(Role.ADMIN);
        admin.get("/admin/people/" + linh);
        assertThat(admin.json("PUT", "/api/v1/users/" + linh + "/role", "{\"role\":\"admin\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.json("PUT", "/api/v1/users/" + linh + "/role", "{\"role\":\"user\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(kinds("kind=new_administrator")).hasSize(2);
        assertThat(list(admin, "about=" + linh)
                        .path("items")
                        .get(0)
                        .path("actor")
                        .asString())
                .isEqualTo("person:" + people.idOf(root));
    }

    @Test
    @DisplayName("administrators who may sign in get one mail for a kind and hour, and one that sums up afterwards")
    void mails_are_few() {
        String other = people.person(Role.ADMIN);
        String disabled = people.person(Role.ADMIN);
        String unproved = people.person(Role.ADMIN);
        String manager = people.person(Role.MANAGER);
        people.change(disabled, "status = 'disabled'");
        people.change(unproved, "email_verified = false");
        people.database().owner().sql("delete from security_alerts").update();
        String subject = "Security: A refresh token was used twice";

        for (int number = 0; number < 100; number++) {
            reuse();
        }
        for (int look = 0; look < 3; look++) {
            people.clock().advance(Duration.ofMinutes(5));
            assertThat(people.mail().subjects(root)).containsOnlyOnce(subject);
        }
        reuse();
        assertThat(people.mail().subjects(other)).containsOnlyOnce(subject);
        people.clock().advance(Duration.ofHours(1));
        assertThat(people.mail().subjects(root).stream().filter(subject::equals))
                .hasSize(2);
        people.clock().advance(Duration.ofHours(2));
        assertThat(people.mail().subjects(root).stream().filter(subject::equals))
                .as("nothing new")
                .hasSize(2);
        for (String silent : List.of(disabled, unproved, manager)) {
            assertThat(people.mail().subjects(silent)).doesNotContain(subject);
        }
    }

    @Test
    void verification_is_asked_for_on_the_page_and_names_the_broken_line() throws Exception {
        AuditTrail trail = people.server().bean(AuditTrail.class);
        trail.recordAlone(AuditEvent.done(linh, "system", "test.victim", null));
        people.server().bean(dev.concierge.server.audit.AuditSealer.class).seal();
        admin.get("/admin/audit/verify");
        assertThat(admin.post("/admin/audit/verify").statusCode()).isEqualTo(303);
        assertThat(admin.get("/admin/audit/verify").body()).contains("Verifying", "<progress");
        verify();
        assertThat(admin.get("/admin/audit/verify").body()).contains("The trail is intact");

        UUID victim = people.database()
                .owner()
                .sql("update audit_events set outcome = 'refused' where action = 'test.victim' returning id")
                .query(UUID.class)
                .single();
        HttpResponse<String> asked = admin.json("POST", "/api/v1/audit/checks", "");
        assertThat(asked.statusCode()).isEqualTo(202);
        verify();
        String id = JSON.readTree(asked.body()).path("id").asString();
        JsonNode check = JSON.readTree(admin.get("/api/v1/audit/checks/" + id, "Accept", "application/json")
                .body());
        assertThat(check.path("state").asString()).isEqualTo("broken");
        assertThat(check.path("report").toString()).contains(victim.toString());
        assertThat(admin.get("/admin/audit/verify").body()).contains("The trail is broken", victim.toString());
        assertThat(kinds("kind=audit_broken")).hasSize(1);
        assertThat(people.signedIn(people.person(Role.MANAGER))
                        .get("/admin/audit/verify")
                        .statusCode())
                .isEqualTo(403);
    }

    private void verify() throws Exception {
        people.server().bean(dev.concierge.server.jobs.JobRunner.class).run("audit.verify");
    }
}
