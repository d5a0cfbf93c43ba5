package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A copy of one's own data, and leaving for good, by a program and by a script of a page. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MyDataApiTest {
    private static final String EXPORTS = "/api/v1/me/exports";

    private final HttpClient http = HttpClient.newHttpClient();
    private World world;
    private JobRunner runner;

    @BeforeAll
    void start() {
        world = World.start(1, Map.of("concierge.identity.sign-up-burst", "1000"));
        runner = world.server().bean(JobRunner.class);
    }

    @AfterAll
    void stop() {
        world.close();
        http.close();
    }

    private Api as(String credential) {
        return new Api(http, world.server(), world.url("/"), credential);
    }

    private String token(Visitor person) {
        Api.Answer answer = as("none")
                .post(
                        "/api/v1/auth/login",
                        "{\"email\":\"" + person.email() + "\",\"password\":\"" + person.password() + "\"}");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.json().path("accessToken").asString();
    }

    /** As a script of a page sends it. */
    private Page script(Visitor person, Page from, String method, String path) {
        return person.browser()
                .send(
                        method,
                        world.url(path),
                        "",
                        Map.of(
                                "X-CSRF-TOKEN",
                                from.find("input[name=_csrf]").val(),
                                "Origin",
                                "http://" + world.url("/").getAuthority(),
                                "Accept",
                                "application/json"));
    }

    private String status(Visitor person) {
        return world.database()
                .owner()
                .sql("select status from accounts where email = :email")
                .param("email", person.email())
                .query(String.class)
                .single();
    }

    private Set<String> files(String token, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(world.url(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
        Set<String> names = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void a_program_asks_for_a_copy_waits_for_it_and_reads_it() throws Exception {
        Visitor ada = world.visitor().signUp();
        String token = token(ada);
        Api api = as(token);
        assertThat(api.get(EXPORTS).json().path("items")).isEmpty();

        Api.Answer asked = api.post(EXPORTS, "{}");

        assertThat(asked.status()).as(asked.raw().body()).isEqualTo(202);
        String id = asked.json().path("id").asString();
        assertThat(asked.json().path("state").asString()).isEqualTo("waiting");
        assertThat(asked.json().path("file").isNull()).isTrue();
        assertThat(api.get(EXPORTS + "/" + id + "/file").status()).isEqualTo(404);
        assertThat(api.post(EXPORTS, "{}").json().path("id").asString())
                .as("it joins the one that is being made")
                .isEqualTo(id);
        runner.runDue(Lane.FILE);
        JsonNode ready = api.get(EXPORTS + "/" + id).json();
        assertThat(ready.path("state").asString()).isEqualTo("ready");
        assertThat(ready.path("bytes").asLong()).isPositive();
        assertThat(api.get(EXPORTS).json().path("items").get(0)).isEqualTo(ready);
        assertThat(files(token, ready.path("file").asString())).contains("manifest.json", "profile.json", "audit.json");
        assertThat(world.database()
                        .owner()
                        .sql("select count(*) from audit_events where action = 'export.download' and target = :target")
                        .param("target", "export:" + id)
                        .query(Long.class)
                        .single())
                .isOne();

        Visitor eve = world.visitor().signUp();
        String key = ada.apiKey("integrations:read");
        for (String path : Set.of(EXPORTS + "/" + id, EXPORTS + "/" + id + "/file")) {
            assertThat(as(token(eve)).get(path).status()).as(path).isEqualTo(404);
            assertThat(as(key).get(path).status()).as(path).isEqualTo(403);
        }
        world.advance(Duration.ofMinutes(11));
        assertThat(api.get(EXPORTS + "/" + id + "/file").status()).isEqualTo(403);
        assertThat(api.post(EXPORTS, "{}").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("somebody has copies made over and over: five a day, on the page too, and joining one is free")
    void five_copies_a_day_are_made() {
        world.clock().hold();
        try {
            Visitor ada = world.visitor().signUp();
            Api api = as(token(ada));
            for (int copy = 1; copy <= 5; copy++) {
                assertThat(api.post(EXPORTS, "{}").status()).as("copy " + copy).isEqualTo(202);
                assertThat(api.post(EXPORTS, "{}").status()).as("joined").isEqualTo(202);
                runner.runDue(Lane.FILE);
            }

            Api.Answer sixth = api.post(EXPORTS, "{}");

            assertThat(sixth.status()).isEqualTo(429);
            assertThat(sixth.problem()).isEqualTo("too-many-requests");
            assertThat(sixth.json().path("detail").asString()).contains("Five copies a day");
            assertThat(sixth.raw().headers().firstValueAsLong("Retry-After"))
                    .hasValue(Duration.ofDays(1).dividedBy(5).toSeconds());
            Page page = ada.browser().submit(ada.open("/profile"), "form[action='/profile/export']", Map.of());
            assertThat(page.status()).isEqualTo(429);
            assertThat(page.text())
                    .contains("Five copies a day are made", "Ask again in 5 hours", "Your copy is ready");
            world.advance(Duration.ofHours(5));
            assertThat(as(token(ada)).post(EXPORTS, "{}").status()).isEqualTo(202);
        } finally {
            world.clock().release();
        }
    }

    @Test
    void a_script_of_a_page_leaves_and_whoever_comes_back_stays() {
        Visitor stale = world.visitor().signUp();
        world.advance(Duration.ofMinutes(11));
        assertThat(script(stale, stale.open("/profile"), "DELETE", "/api/v1/me").status())
                .as("without a fresh proof")
                .isEqualTo(403);
        Visitor ada = world.visitor().signUp();
        String key = ada.apiKey("integrations:read");
        assertThat(script(ada, ada.open("/profile"), "POST", "/api/v1/me/return")
                        .status())
                .as("there is nothing to come back from")
                .isEqualTo(409);
        assertThat(as(key).delete("/api/v1/me").status()).isEqualTo(403);

        Page left = script(ada, ada.open("/profile"), "DELETE", "/api/v1/me");

        assertThat(left.status()).as(left.body()).isEqualTo(202);
        assertThat(left.body()).contains("deletedAt");
        assertThat(status(ada)).isEqualTo("leaving");
        assertThat(as(key).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(ada.browser().get(world.url("/api/v1/me"), Map.of()).status())
                .isEqualTo(401);
        Page question = ada.signIn();
        assertThat(question.path()).isEqualTo("/leaving");
        for (String path : Set.of("/api/v1/me", EXPORTS)) {
            assertThat(ada.browser().get(world.url(path), Map.of()).status())
                    .as(path)
                    .isEqualTo(401);
        }

        assertThat(script(ada, question, "POST", "/api/v1/me/return").status()).isEqualTo(204);

        assertThat(status(ada)).isEqualTo("active");
        assertThat(ada.open("/security").path()).isEqualTo("/security");
        assertThat(as(key).get("/api/v1/me").status())
                .as("keys do not come back")
                .isEqualTo(401);
    }

    @Test
    @DisplayName("L-04 a program of the last administrator deletes the account; others go, with their token")
    void a_program_leaves_unless_it_is_the_last_administrators() {
        Visitor ada = world.visitor().signUp();
        String token = token(ada);

        Api.Answer left = as(token).delete("/api/v1/me");

        assertThat(left.status()).as(left.raw().body()).isEqualTo(202);
        assertThat(Instant.parse(left.json().path("deletedAt").asString()))
                .isAfter(world.clock().instant().plus(Duration.ofDays(13)));
        assertThat(as(token).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(status(ada)).isEqualTo("leaving");

        Visitor root = world.visitor().signUp().raisedTo(Role.ADMIN);
        UUID id = world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", root.email())
                .query(UUID.class)
                .single();
        world.database()
                .owner()
                .sql("update kept_administrator set kept_id = :id")
                .param("id", id)
                .update();
        Page refused = script(root, root.open("/profile"), "DELETE", "/api/v1/me");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("last administrator");
        assertThat(status(root)).isEqualTo("active");
    }
}
