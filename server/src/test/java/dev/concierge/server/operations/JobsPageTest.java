package dev.concierge.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page and the API of the lanes, as an administrator uses them and as nobody else can. */
@Tag("security")
class JobsPageTest {
    private static final String PAGE = "/admin/jobs";
    private static final String API = "/api/v1/admin/jobs";
    private static final String DROP = "form[method=post][action='/admin/jobs/drop']";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECRET = "what-the-job-is-to-work-on";

    private World world;
    private Visitor admin;

    @BeforeEach
    void start() {
        world = World.start();
        admin = world.visitor().signUp().raisedTo(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void insert(Lane lane, String job, String instance, Duration due, boolean picked, int failures) {
        OffsetDateTime now = world.clock().instant().atOffset(ZoneOffset.UTC);
        world.database()
                .owner()
                .sql("insert into jobs_" + lane.word()
                        + " (task_name, task_instance, task_data, execution_time, picked, picked_by, last_heartbeat,"
                        + " last_failure, consecutive_failures, version) values (:job, :instance, :data, :due,"
                        + " :picked, :by, :now, :failed, :failures, 1)")
                .param("job", job)
                .param("instance", instance)
                .param("data", ("{\"text\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8))
                .param("due", now.plus(due))
                .param("picked", picked)
                .param("by", picked ? "node-other" : null)
                .param("now", picked ? now : null)
                .param("failed", failures > 0 ? now : null)
                .param("failures", failures)
                .update();
    }

    private int later() {
        int later = 0;
        for (Lane lane : Lane.values()) {
            later += world.database()
                    .owner()
                    .sql("select count(*) from jobs_" + lane.word() + " where not picked and execution_time > :now")
                    .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                    .query(Integer.class)
                    .single();
        }
        return later;
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    /** As a script of a page asks. */
    private Page api(String method, String path, String body) {
        return admin.browser()
                .send(
                        method,
                        world.url(path),
                        body,
                        Map.of(
                                "X-CSRF-TOKEN",
                                admin.open("/security")
                                        .find("input[name=_csrf]")
                                        .val(),
                                "Origin",
                                "http://" + world.url("/").getAuthority(),
                                "Content-Type",
                                "application/json",
                                "Accept",
                                "application/json"));
    }

    private JsonNode get(String path) {
        return JSON.readTree(api("GET", path, "").body());
    }

    private String problem(String path) {
        String type = get(path).path("type").asString("");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Test
    @DisplayName("an administrator sees lanes, rates, what waits and what fails, and never what a job is to work on")
    void an_administrator_sees_the_lanes() {
        world.server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
        insert(Lane.MAIL, "mail.send", "stuck", Duration.ofMinutes(-3), false, 4);
        insert(Lane.SYNC, "sync.work", "busy", Duration.ofMinutes(-1), true, 0);
        insert(Lane.FILE, "future.kind", "one", Duration.ofMinutes(5), false, 0);

        Page page = admin.open(PAGE);

        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.find("#lanes tr:contains(mail)").text()).contains("Behind", "3 minutes ago");
        assertThat(page.find("#lanes tr:contains(refresh)").text()).contains("Well");
        assertThat(page.text())
                .contains("4 times in a row", "Of another release", "integrations.expire-choices", "1 run")
                .contains("Wait for its end");
        assertThat(page.body()).doesNotContain(SECRET).doesNotContain("node-other");

        Page part = admin.browser().get(world.url(PAGE), Map.of("HX-Request", "true", "Accept", "text/html"));
        assertThat(part.has("#lanes table")).isTrue();
        assertThat(part.has("h1")).isFalse();
        assertThat(part.find("#lanes").attr("hx-get")).isEqualTo(PAGE);

        Page failing = admin.open(PAGE + "?lane=mail&state=failing");
        assertThat(failing.text()).contains("stuck").doesNotContain("busy");
        assertThat(admin.open(PAGE + "?lane=nowhere").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("the API tells the same, page by page, each job once")
    void the_api_tells_the_same() {
        for (int number = 0; number < 7; number++) {
            insert(Lane.MAIL, "mail.send", "m" + number, Duration.ofMinutes(1), false, 0);
            insert(Lane.SYNC, "sync.work", "s" + number, Duration.ofMinutes(number), false, 0);
        }
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode answer = get(API + "?state=later&limit=3" + cursor);
            assertThat(answer.toString()).contains("items").doesNotContain(SECRET);
            for (JsonNode item : answer.path("items")) {
                assertThat(seen.add(item.path("lane").asString() + "/"
                                + item.path("job").asString() + "/"
                                + item.path("instance").asString()))
                        .as(item.toString())
                        .isTrue();
            }
            JsonNode next = answer.path("nextCursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
            pages++;
        } while (!cursor.isEmpty() && pages < 100);
        assertThat(seen)
                .contains("mail/mail.send/m0", "mail/mail.send/m6", "sync/sync.work/s1", "sync/sync.work/s6")
                .hasSize(later());
        assertThat(get(API).path("lanes")).hasSize(Lane.values().length);

        assertThat(problem(API + "?cursor=bm90aGluZw")).isEqualTo("bad-request");
        assertThat(problem(API + "?limit=0")).isEqualTo("invalid-input");
        assertThat(problem(API + "?state=gone")).isEqualTo("invalid-input");
    }

    @Test
    @DisplayName("a job is run now by a button, and is in the trail")
    void a_job_is_run_now() {
        insert(Lane.MAIL, "mail.send", "waits", Duration.ofHours(1), false, 2);

        Page page = admin.open(PAGE + "?lane=mail&state=failing");
        Page after = admin.browser().submit(page, "form[action='/admin/jobs/retry']", Map.of());

        assertThat(after.path()).isEqualTo(PAGE);
        assertThat(count("select count(*) from jobs_mail where task_instance = 'waits' and version = 2"))
                .isOne();
        assertThat(count("select count(*) from audit_events where action = 'jobs.retry' and target ="
                        + " 'job:mail/mail.send/waits'"))
                .isOne();
        insert(Lane.MAIL, "mail.send", "busy", Duration.ZERO, true, 0);
        String body = "{\"lane\":\"mail\",\"job\":\"mail.send\",\"instance\":\"%s\"}";
        assertThat(api("POST", API + "/retry", body.formatted("busy")).status()).isEqualTo(409);
        assertThat(api("POST", API + "/retry", body.formatted("nobody")).status())
                .isEqualTo(404);
        assertThat(api("POST", API + "/retry", body.formatted("waits")).status())
                .isEqualTo(204);
    }

    @Test
    @DisplayName("a job is dropped after a ticked box and a fresh proof; one that recurs or runs never")
    void a_job_is_dropped() {
        world.server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
        insert(Lane.MAIL, "mail.send", "doomed", Duration.ofHours(1), false, 2);
        String form = PAGE + "/drop?lane=mail&job=mail.send&instance=doomed";

        Page unticked = admin.browser().submitExactly(admin.open(form), DROP, List.of());
        assertThat(unticked.status()).isEqualTo(422);
        assertThat(unticked.text()).contains("Tick the box");

        world.advance(Duration.ofMinutes(11));
        Page asked = admin.open(form);
        assertThat(asked.has(DROP + " input[name=password]")).isTrue();
        Page wrong = admin.browser()
                .submit(
                        asked,
                        DROP,
                        Map.of("sure", "true", "password", admin.app().wrong()));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(count("select count(*) from jobs_mail where task_instance = 'doomed'"))
                .isOne();

        Page after = admin.browser()
                .submit(
                        admin.open(form),
                        DROP,
                        Map.of("sure", "true", "password", admin.app().code()));
        assertThat(after.path()).as(after.text()).isEqualTo(PAGE);
        assertThat(count("select count(*) from jobs_mail where task_instance = 'doomed'"))
                .isZero();
        assertThat(count("select count(*) from audit_events where action = 'jobs.drop' and target ="
                        + " 'job:mail/mail.send/doomed'"))
                .isOne();
        assertThat(admin.open(form).status()).isEqualTo(404);

        insert(Lane.MAIL, "mail.send", "busy", Duration.ZERO, true, 0);
        assertThat(admin.browser()
                        .submit(
                                admin.open(PAGE + "/drop?lane=mail&job=mail.send&instance=busy"),
                                DROP,
                                Map.of("sure", "true"))
                        .status())
                .isEqualTo(409);
        assertThat(admin.browser()
                        .submit(
                                admin.open(PAGE
                                        + "/drop?lane=maintenance&job=integrations.expire-choices&instance=recurring"),
                                DROP,
                                Map.of("sure", "true"))
                        .status())
                .isEqualTo(409);
        assertThat(count("select count(*) from jobs_maintenance where task_name = 'integrations.expire-choices'"))
                .isOne();
    }

    @Test
    @DisplayName("nobody else sees or does anything, and is told nothing of jobs; refusals are in the trail")
    void nobody_else_sees_or_does_anything() {
        insert(Lane.MAIL, "mail.send", "waits", Duration.ofHours(1), false, 0);
        for (Role role : List.of(Role.GUEST, Role.USER, Role.MANAGER)) {
            Visitor other = world.visitor().signUp().raisedTo(role);
            for (String address : List.of("", "/drop?lane=mail&job=mail.send&instance=waits")) {
                Page answer = other.open(PAGE + address);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).doesNotContain("mail.send");
            }
            assertThat(other.open("/").has("a[href='" + PAGE + "']")).isFalse();
        }
        assertThat(count("select count(*) from audit_events where action = 'jobs.show' and outcome = 'refused'"))
                .isEqualTo(6);
        assertThat(admin.open("/").has("a[href='" + PAGE + "']")).isTrue();
    }
}
