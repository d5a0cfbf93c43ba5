package dev.concierge.server.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Secrets;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * G-01, F-07: a run over happy and error paths at log level TRACE, of the libraries too; then every secret that anybody made or sent is searched for
 * in every table, our log, PostgreSQL's log, the metrics, what spans are made of, and every answer. At the end one secret is planted in each of
 * these places, and must be found.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretSweepTest {
    /** With a quote and a backslash, so that no two encodings of it are the same text. */
    private static final String PLANTED = "planted/se\"cret+of\\a test=ü&<x>";

    /** What these write at their lowest levels is requests, headers, statements and parameters as they are. */
    private static final List<String> CHATTERS = List.of(
            "org.springframework",
            "org.springframework.web",
            "org.springframework.jdbc",
            "org.springframework.security",
            "org.apache",
            "org.apache.hc",
            "org.apache.hc.client5.http",
            "org.apache.coyote",
            "org.apache.catalina",
            "org.apache.tomcat",
            "org.postgresql",
            "com.zaxxer.hikari.pool",
            "com.nimbusds",
            "com.github.kagkarlsson",
            "io.micrometer",
            "jdk",
            "sun",
            "web",
            "sql");

    private final HttpClient http = HttpClient.newHttpClient();
    private final SecretSearch search = new SecretSearch();
    private final Answers answers = new Answers();
    private final Observed observed = new Observed();
    private Captured log;
    private DatabaseLog databaseLog;
    private World world;
    private SweepRun run;

    @BeforeAll
    void run() {
        log = new Captured();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("LOG_LEVEL", "TRACE");
        CHATTERS.forEach(name -> settings.put("logging.level." + name, "TRACE"));
        world = World.start(1, settings);
        databaseLog = new DatabaseLog();
        world.server().bean(ObservationRegistry.class).observationConfig().observationHandler(observed);
        run = new SweepRun(world, http, search, answers);
        run.run();
    }

    @AfterAll
    void stop() {
        http.close();
        databaseLog.close();
        world.close();
        log.close();
    }

    @Test
    @Order(1)
    @DisplayName("G-01 the run made secrets of every kind, and answers of every kind")
    void the_run_made_secrets_of_every_kind() {
        assertThat(search.count()).isGreaterThan(100);
        assertThat(world.sandbox().secrets().all())
                .extracting(Secrets.RecordedSecret::kind)
                .contains(
                        Secrets.Kind.CODE,
                        Secrets.Kind.STATE,
                        Secrets.Kind.NONCE,
                        Secrets.Kind.CODE_VERIFIER,
                        Secrets.Kind.CLIENT_SECRET,
                        Secrets.Kind.ACCESS_TOKEN,
                        Secrets.Kind.REFRESH_TOKEN,
                        Secrets.Kind.ID_TOKEN);
        assertThat(answers.count()).isGreaterThan(100);
        assertThat(answers.refusals()).isGreaterThan(15);
        assertThat(answers.requests())
                .contains("GET /integrations/{id}", "GET /connect/{ticket}", "GET /admin/providers/github");
    }

    @Test
    @Order(2)
    @DisplayName("F-07 a dump of the database opens nothing")
    void a_dump_of_the_database_holds_no_secret() {
        assertThat(search.in(dump())).isEmpty();
    }

    @Test
    @Order(3)
    @DisplayName("G-01 the log at TRACE, of the libraries too, holds no secret")
    void the_log_at_trace_holds_no_secret() {
        assertThat(log.text())
                .contains("DEBUG")
                .contains("Libraries write down secrets below INFO")
                .hasSizeGreaterThan(10_000);
        for (String name : CHATTERS.subList(0, CHATTERS.size() - 2)) {
            assertThat(LoggerFactory.getLogger(name).isDebugEnabled()).as(name).isFalse();
            assertThat(LoggerFactory.getLogger(name + ".below").isDebugEnabled())
                    .as(name)
                    .isFalse();
        }
        assertThat(search.in(log.text())).isEmpty();
    }

    @Test
    @Order(4)
    @DisplayName("G-01 PostgreSQL's log with every statement and parameter holds no secret")
    void the_log_of_the_database_holds_no_secret() {
        assertThat(databaseLog.text())
                .contains("insert into grants")
                .containsIgnoringCase("parameters: ")
                .hasSizeGreaterThan(10_000);
        assertThat(search.in(databaseLog.text())).isEmpty();
    }

    @Test
    @Order(5)
    @DisplayName("G-01 the metrics hold no secret")
    void the_metrics_hold_no_secret() {
        assertThat(metrics()).contains("concierge_");
        assertThat(search.in(metrics())).isEmpty();
    }

    @Test
    @Order(6)
    @DisplayName("G-01 what spans are made of holds no secret")
    void what_spans_are_made_of_holds_no_secret() {
        assertThat(observed.names()).contains("http.server.requests");
        assertThat(search.in(observed.text())).isEmpty();
    }

    @Test
    @Order(7)
    @DisplayName(
            "G-01 no page, answer, redirect or header holds a secret, but the ones that are there to carry it once")
    void no_answer_holds_a_secret_that_it_is_not_there_to_carry() {
        assertThat(answers.findings(search)).isEmpty();
        assertThat(answers.carried(search)).containsExactlyElementsOf(answers.meant());
    }

    @Test
    @Order(7)
    @DisplayName("G-06 the command lines and environments of what the server runs beside hold no secret")
    void no_command_line_and_no_environment_of_a_child_holds_a_secret() {
        List<ProcessHandle> processes =
                new ArrayList<>(ProcessHandle.current().descendants().toList());
        ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/bin/postgres"))
                .forEach(processes::add);
        assertThat(processes).as("PostgreSQL at least").isNotEmpty();
        int read = 0;
        for (ProcessHandle process : processes) {
            for (String file : List.of("cmdline", "environ")) {
                Path path = Path.of("/proc", Long.toString(process.pid()), file);
                if (Files.isReadable(path)) {
                    String text = readOrNothing(path);
                    assertThat(search.in(text))
                            .as("%s of %s", file, process.pid())
                            .isEmpty();
                    read += text.isEmpty() ? 0 : 1;
                }
            }
        }
        assertThat(read).isPositive();
        assertThat(search.in(readOrNothing(Path.of("/proc/self/cmdline")))).isEmpty();
    }

    /** A process may have ended meanwhile, or belong to somebody who does not let us look. */
    private static String readOrNothing(Path path) {
        try {
            return Files.readString(path, ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    @Order(8)
    @DisplayName("G-01 a secret that is planted is found in every encoding")
    void a_planted_secret_is_found_in_every_encoding() {
        search.add("planted", PLANTED);
        byte[] bytes = PLANTED.getBytes(UTF_8);
        List<String> forms = List.of(
                PLANTED,
                URLEncoder.encode(PLANTED, UTF_8),
                URLEncoder.encode(PLANTED, UTF_8).replace("+", "%20"),
                "planted%2fse%22cret%2bof%5ca%20test%3d%c3%bc%26%3cx%3e",
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("x" + PLANTED).getBytes(UTF_8)),
                Base64.getUrlEncoder().encodeToString(("xy" + PLANTED).getBytes(UTF_8)),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                JsonMapper.builder()
                        .build()
                        .createObjectNode()
                        .put("x", PLANTED)
                        .toString(),
                "<input value=\"planted/se&#34;cret+of\\a test=ü&amp;&lt;x&gt;\">");
        for (String form : forms) {
            assertThat(search.in("before " + form + " after")).as(form).hasSize(1);
        }
        assertThat(forms).doesNotHaveDuplicates();
        assertThat(search.in("planted/se\"cret+of\\a test")).isEmpty();
    }

    @Test
    @Order(9)
    @DisplayName("G-01 a secret that is planted is found in every place")
    void a_planted_secret_is_found_in_every_place() {
        LoggerFactory.getLogger("dev.concierge.planted").trace("a token {}", PLANTED);
        world.server()
                .bean(MeterRegistry.class)
                .counter("planted", "label", PLANTED)
                .increment();
        Observation.createNotStarted("planted", world.server().bean(ObservationRegistry.class))
                .highCardinalityKeyValue("url", PLANTED)
                .observe(() -> {});
        var owner = world.database().owner();
        owner.sql("create table planted (page text, blob bytea)").update();
        owner.sql("insert into planted values ('', convert_to(:secret, 'UTF8'))")
                .param("secret", PLANTED)
                .update();
        assertFound(log.text());
        assertFound(metrics());
        assertFound(observed.text());
        assertFound(dump());
        assertFound(databaseLog.text());
    }

    @Test
    @Order(10)
    @DisplayName("G-01 a secret that is planted in a refusal and in the trail's line about one is found")
    void a_planted_secret_is_found_in_a_refusal_and_its_line_in_the_trail() {
        assertThat(answers.findings(search)).isEmpty();
        Browser browser = run.stranger().browser();
        Page refused = browser.submit(
                browser.open(world.url("/signup")),
                "form[action='/signup']",
                Map.of("name", PLANTED, "email", "nobody@people.example", "password", "short"));
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(answers.findings(search)).anyMatch(found -> found.contains("planted"));

        world.database().owner().sql("drop table planted").update();
        assertThat(search.in(dump())).isEmpty();
        world.server()
                .bean(AuditTrail.class)
                .recordAlone(AuditEvent.refused(null, "anonymous", "test.planted", null, PLANTED));
        assertFound(dump());
    }

    private void assertFound(String text) {
        Set<String> found = search.in(text);
        assertThat(found).anyMatch(finding -> finding.startsWith("planted"));
    }

    private String dump() {
        return Dump.of(world.database().owner());
    }

    private String metrics() {
        String port = world.server().context().getEnvironment().getProperty("local.management.port");
        return new Browser()
                .get(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"), Map.of())
                .body();
    }
}
