package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.sandbox.Secrets;
import dev.concierge.server.identity.own.ExportRuns;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A copy of one's own data: asked for, made by a job, saved by its person alone, gone after a day. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
    private static final String ASK = "form[action='/profile/export']";
    private static final String SAVE = "form[action$='/download']";

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newHttpClient();
    private World world;
    private JobRunner runner;
    private KeptMail mail;

    @BeforeAll
    void start() {
        world = World.start(1, Map.of("concierge.identity.sign-up-burst", "1000"));
        runner = world.server().bean(JobRunner.class);
        mail = new KeptMail(world.server());
    }

    @AfterAll
    void stop() {
        world.close();
        http.close();
    }

    private UUID idOf(Visitor person) {
        return world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", person.email())
                .query(UUID.class)
                .single();
    }

    private long count(String sql) {
        return world.database().owner().sql(sql).query(Long.class).single();
    }

    private Page ask(Visitor person) {
        return person.browser().submit(person.open("/profile"), ASK, Map.of());
    }

    private void make() {
        runner.runDue(Lane.FILE);
        runner.runDue(Lane.MAINTENANCE);
    }

    /** The archive as bytes: the support's browser reads texts. */
    private HttpResponse<byte[]> save(Visitor person) throws IOException, InterruptedException {
        Page page = person.open("/profile");
        Element form = page.find(SAVE);
        URI target = world.url(form.attr("action"));
        String csrf = form.select("input[name=_csrf]").val();
        List<String> cookies = new ArrayList<>();
        person.browser().jar(target).forEach((name, value) -> cookies.add(name + "=" + value));
        return http.send(
                HttpRequest.newBuilder(target)
                        .header("Cookie", String.join("; ", cookies))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", "http://" + target.getAuthority())
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "_csrf=" + java.net.URLEncoder.encode(csrf, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Map<String, byte[]> files(byte[] archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null) {
                files.put(entry.getName(), zip.readAllBytes());
                entry = zip.getNextEntry();
            }
        }
        return files;
    }

    @Test
    void everything_of_theirs_is_in_it_and_the_manifest_counts_it() throws Exception {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_HOME);
        runner.runDue(Lane.SYNC);
        ada.apiKey("integrations:read");
        assertThat(ask(ada).text()).contains("Your copy is being made");
        make();
        assertThat(mail.subjects(ada.email())).contains("Your data is ready");

        HttpResponse<byte[]> answer = save(ada);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\"concierge-data-\\d{4}-\\d\\d-\\d\\d\\.zip\"");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        Map<String, byte[]> files = files(answer.body());
        assertThat(files)
                .containsOnlyKeys(
                        "audit.json",
                        "figures.json",
                        "identities.json",
                        "integrations.json",
                        "keys.json",
                        "manifest.json",
                        "profile.json",
                        "receipts.json",
                        "records.json",
                        "sessions.json");
        JsonNode manifest = json.readTree(files.get("manifest.json"));
        assertThat(manifest.path("accountId").asString()).isEqualTo(idOf(ada).toString());
        for (JsonNode counted : manifest.path("files")) {
            String name = counted.path("name").asString();
            assertThat(json.readTree(files.get(name)).size())
                    .as(name)
                    .isEqualTo(counted.path("entries").asInt());
        }
        assertThat(manifest.path("files").size()).isEqualTo(files.size() - 1);
        assertThat(json.readTree(files.get("records.json")).size())
                .isEqualTo(count(
                        "select count(*) from records where deleted_at is null and account_id = '" + idOf(ada) + "'"))
                .isPositive();
        assertThat(json.readTree(files.get("integrations.json"))
                        .get(0)
                        .path("id")
                        .asString())
                .isEqualTo(integration.toString());
        assertThat(json.readTree(files.get("profile.json")).get(0).path("email").asString())
                .isEqualTo(ada.email());
        assertThat(json.readTree(files.get("keys.json")).size()).isOne();
        assertThat(json.readTree(files.get("audit.json")).size()).isPositive();
        assertThat(count("select count(*) from audit_events where action = 'export.download' and account_id = '"
                        + idOf(ada) + "'"))
                .isOne();
    }

    @Test
    @DisplayName("G-01 no secret is in it, and nothing of anybody else's; at rest it is sealed")
    void no_secret_is_in_it_and_at_rest_it_is_sealed() throws Exception {
        Visitor ada = world.visitor().signUp().withAuthenticator();
        ada.connected(Visitor.LINH_WORK);
        String key = ada.apiKey("tokens:vend");
        Visitor eve = world.visitor().signUp();
        eve.connected(Visitor.LINH_HOME);
        ask(ada);
        make();

        byte[] archive = save(ada).body();

        StringBuilder all = new StringBuilder();
        files(archive).forEach((_, file) -> all.append(new String(file, StandardCharsets.UTF_8)));
        List<String> secrets = new ArrayList<>(world.secrets());
        secrets.addAll(ada.browser().secrets());
        secrets.addAll(eve.browser().secrets());
        secrets.add(key);
        secrets.add(ada.password());
        secrets.add(ada.app().secret());
        secrets.addAll(ada.app().recoveryCodes());
        world.sandbox().secrets().all().stream()
                .map(Secrets.RecordedSecret::value)
                .forEach(secrets::add);
        assertThat(secrets).hasSizeGreaterThan(20);
        for (String secret : secrets) {
            assertThat(all.toString()).doesNotContain(secret);
        }
        assertThat(all.toString()).contains(ada.email()).doesNotContain(eve.email());
        assertThat(count("select count(*) from account_export_chunks where position(cast('PK' as bytea) in body) = 1"))
                .as("a ZIP begins with PK")
                .isZero();
    }

    @Test
    void another_person_gets_nothing_and_an_old_session_must_prove_itself() throws Exception {
        Visitor ada = world.visitor().signUp();
        ask(ada);
        make();
        String path = ada.open("/profile").find(SAVE).attr("action");
        Visitor eve = world.visitor().signUp();
        Page refused = eve.browser()
                .send(
                        "POST",
                        world.url(path),
                        "x=y",
                        Map.of(
                                "X-CSRF-TOKEN",
                                eve.open("/profile").find("input[name=_csrf]").val(),
                                "Origin",
                                "http://" + world.url("/").getAuthority(),
                                "Content-Type",
                                "application/x-www-form-urlencoded"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(new dev.concierge.server.support.Browser()
                        .get(world.url("/profile"), Map.of())
                        .status())
                .isEqualTo(303);
        world.advance(Duration.ofMinutes(11));
        assertThat(save(ada).statusCode()).isEqualTo(422);
        assertThat(ask(ada).status()).isEqualTo(422);
    }

    @Test
    void a_second_request_joins_the_first_and_a_copy_is_gone_after_a_day() throws Exception {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada);
        ask(ada);
        String first = "select count(*) from account_exports where account_id = '" + id + "'";
        UUID export = world.database()
                .owner()
                .sql("select id from account_exports where account_id = :id")
                .param("id", id)
                .query(UUID.class)
                .single();
        assertThat(ada.open("/profile").has(ASK))
                .as("none to press while one is made")
                .isFalse();
        new ExportRuns(world.server()).ask(id, ada.email());
        assertThat(count(first + " and id = '" + export + "'")).isOne();
        make();
        assertThat(save(ada).statusCode()).isEqualTo(200);
        assertThat(mail.subjects(ada.email()).stream().filter("Your data is ready"::equals))
                .hasSize(1);

        world.advance(Duration.ofHours(24));
        assertThat(ada.signIn().path()).isEqualTo("/");
        assertThat(ada.open("/profile").has(SAVE)).isFalse();
        make();

        assertThat(count(first)).isZero();
        assertThat(count("select count(*) from account_export_chunks where account_id = '" + id + "'"))
                .isZero();
    }

    @Test
    @DisplayName("E-11 a run that dies in the middle leaves nothing behind, and the next one makes the copy")
    void a_run_that_dies_in_the_middle_is_made_again() throws Exception {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada);
        ask(ada);
        ExportRuns runs = new ExportRuns(world.server());
        UUID export = world.database()
                .owner()
                .sql("select id from account_exports where account_id = :id")
                .param("id", id)
                .query(UUID.class)
                .single();

        runs.dieAfter(id, export, 3);

        assertThat(count("select count(*) from account_export_chunks where account_id = '" + id + "'"))
                .isEqualTo(3);
        assertThat(ada.open("/profile").text()).contains("Your copy is being made");
        make();
        HttpResponse<byte[]> answer = save(ada);
        assertThat(files(answer.body())).containsKey("manifest.json");
        assertThat(answer.body().length)
                .isEqualTo((int) count("select bytes from account_exports where account_id = '" + id + "'"));
        assertThatThrownBy(() -> runs.goOnWithTheFirst(id, export)).isInstanceOf(IOException.class);
    }

    @Test
    void a_copy_of_many_pieces_is_whole_again() throws Exception {
        Visitor ada = world.visitor().signUp();
        UUID id = idOf(ada);
        byte[] large = new byte[700_000];
        new java.util.Random(7).nextBytes(large);

        try (InputStream back = new ExportRuns(world.server()).thereAndBack(id, large)) {
            assertThat(back.readAllBytes()).isEqualTo(large);
        }
        assertThat(count("select count(*) from account_export_chunks where account_id = '" + id + "'"))
                .isEqualTo(3);
    }
}
