package dev.concierge.server.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Secrets;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * G-01, F-07: a run over happy and error paths at log level TRACE; then every secret that anybody made or sent is searched for in every table, the
 * log, the metrics and the bodies of refusals.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretSweepTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final SecretSearch search = new SecretSearch();
    private final List<String> refusals = new ArrayList<>();
    private Captured log;
    private World world;

    @BeforeAll
    void run() {
        log = new Captured();
        world = World.start(1, Map.of("LOG_LEVEL", "TRACE"));
        Visitor ada = world.visitor().signUp();
        String key = ada.apiKey("tokens:vend", "integrations:read", "integrations:write");
        Api api = new Api(http, world.server(), world.url("/"), key);
        happy(ada, api);
        wrong(ada, api, key);
        collect(ada, key);
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
        log.close();
    }

    private void happy(Visitor ada, Api api) {
        UUID integration = ada.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        assertThat(api.token(integration).status()).isEqualTo(200);
        world.advance(Duration.ofMinutes(59));
        assertThat(api.token(integration).status()).isEqualTo(200);
        ada.open("/");
        ada.open("/security");
        String ticket = api.send("POST", "/api/v1/oauth/google/authorize", "{}", Map.of("Idempotency-Key", "kept"))
                .json()
                .path("authorizationUrl")
                .asString();
        search.add("connect ticket", ticket.substring(ticket.lastIndexOf('/') + 1));
        ada.open(URI.create(ticket).getPath());
        UUID second = ada.connected(Visitor.LINH_HOME);
        Page question = ada.open("/integrations/" + second + "/disconnect");
        ada.browser().submit(question, "form[action='/integrations/" + second + "/disconnect']", Map.of());
        ada.connect("ana.ruiz@meridian.example", Set.of(Visitor.CALENDAR_LIST));
        ada.beginConnect();
        clientKept();
    }

    /** One that nobody at the provider knows, so that its test is refused as well. */
    private void clientKept() {
        Visitor admin = world.visitor().signUp().raisedTo(Role.ADMIN);
        String secret = "a-client-secret-kept-here-0001";
        search.add("kept client secret", secret);
        String path = "/admin/providers/github";
        String form = "form[action='" + path + "']";
        Map<String, String> fields = Map.of("clientId", "kept-client", "clientSecret", secret);
        admin.browser().submit(admin.open(path), form, fields);
        admin.browser().submit(admin.open(path), "form[action='" + path + "/test']", Map.of());
        refused(admin.browser().submit(admin.open(path), form, Map.of("clientId", "a blank", "clientSecret", secret)));
    }

    private void wrong(Visitor ada, Api api, String key) {
        var knobs = world.sandbox().knobs();
        URI callback = ada.consent(ada.beginConnect(), Visitor.LINH_WORK, Set.of());
        refused(world.visitor().browser().get(callback, Map.of("Accept", "text/html")));
        refused(ada.browser().get(URI.create(callback + "&access_token=ya29.front-channel-token-0001"), Map.of()));
        search.add("token in front", "ya29.front-channel-token-0001");
        ada.browser().get(callback, Map.of());
        refused(ada.browser().get(callback, Map.of()));

        Browser guesser = world.visitor().browser();
        Page login = guesser.open(world.url("/login"));
        refused(guesser.submit(
                login,
                "form[action='/login']",
                Map.of("email", ada.email(), "password", "a wrong password, typed 4711")));
        search.add("wrong password", "a wrong password, typed 4711");
        refused(new Api(http, world.server(), world.url("/"), "ck_" + "x".repeat(40) + "abc").get("/api/v1/me"));
        search.add("wrong key", "ck_" + "x".repeat(40) + "abc");
        refused(api.get("/api/v1/me?access_token=" + key));
        refused(api.post("/api/v1/oauth/google/authorize", "{\"secret\":\"" + key + "\"}"));
        refused(api.post("/api/v1/oauth/google/authorize", "{\"" + key + "\":"));

        UUID integration = ada.connected(Visitor.LINH_WORK);
        for (Fault.Malformed.Kind kind : List.of(
                Fault.Malformed.Kind.HTML_200, Fault.Malformed.Kind.CUT_JSON, Fault.Malformed.Kind.WRONG_TYPE)) {
            knobs.set(Knobs.MALFORMED, List.of(new Fault.Malformed("token", 1, kind)));
            world.advance(Duration.ofMinutes(61));
            refused(api.token(integration));
            knobs.resetAll();
            world.advance(Duration.ofMinutes(5));
        }
        for (int status : List.of(400, 401, 500)) {
            knobs.set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("token", status, null, null, 1, echo())));
            world.advance(Duration.ofMinutes(61));
            refused(api.token(integration));
            knobs.resetAll();
            world.advance(Duration.ofMinutes(5));
        }
        knobs.set(Knobs.WRONG_NONCE, true);
        refused(ada.browser()
                .get(ada.consent(ada.beginConnect(), Visitor.LINH_WORK, Set.of()), Map.of("Accept", "text/html")));
        knobs.resetAll();
        knobs.set(Knobs.CLIENT_SECRET_EXPIRED, true);
        refused(ada.browser()
                .get(ada.consent(ada.beginConnect(), Visitor.LINH_WORK, Set.of()), Map.of("Accept", "text/html")));
        knobs.resetAll();
    }

    /** A provider that says back what it was sent, in every field that it may fill. */
    private JsonNode echo() {
        String sent = world.sandbox().secrets().all().stream()
                .filter(secret ->
                        secret.kind() == Secrets.Kind.REFRESH_TOKEN || secret.kind() == Secrets.Kind.CLIENT_SECRET)
                .map(Secrets.RecordedSecret::value)
                .reduce("", (one, other) -> one + " " + other);
        String state = world.sandbox().secrets().all().stream()
                .filter(secret -> secret.kind() == Secrets.Kind.STATE)
                .map(Secrets.RecordedSecret::value)
                .findFirst()
                .orElseThrow();
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("error", state)
                .put("error_description", "Not valid:" + sent)
                .put("error_uri", "https://provider.example/?" + sent.strip());
    }

    private void refused(Page page) {
        refusals.add(page.body());
    }

    private void refused(Api.Answer answer) {
        if (answer.status() >= 400) {
            refusals.add(answer.raw().body());
        }
    }

    private void collect(Visitor ada, String key) {
        world.sandbox()
                .secrets()
                .all()
                .forEach(secret -> search.add("provider's " + secret.kind().json(), secret.value()));
        ada.browser().secrets().forEach(cookie -> search.add("cookie", cookie));
        for (String name : List.of("code", "state", "nonce")) {
            ada.browser().visited().stream()
                    .filter(uri -> uri.getRawQuery() != null)
                    .flatMap(uri -> Arrays.stream(uri.getRawQuery().split("&")))
                    .filter(pair -> pair.startsWith(name + "="))
                    .forEach(pair -> search.add(name + " of a URL", decode(pair.substring(name.length() + 1))));
        }
        search.add("password", ada.password());
        search.add("API key", key);
        world.secrets().forEach(secret -> search.add("operator's secret", secret));
    }

    @Test
    @Order(1)
    @DisplayName("G-01 the run made secrets of every kind")
    void the_run_made_secrets_of_every_kind() {
        assertThat(search.count()).isGreaterThan(60);
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
        assertThat(refusals).hasSizeGreaterThan(10);
    }

    @Test
    @Order(2)
    @DisplayName("F-07 a dump of the database opens nothing")
    void a_dump_of_the_database_holds_no_secret() {
        assertThat(search.in(dump())).isEmpty();
    }

    @Test
    @Order(3)
    @DisplayName("G-01 the log at TRACE holds no secret")
    void the_log_at_trace_holds_no_secret() {
        assertThat(log.text()).contains("DEBUG").hasSizeGreaterThan(10_000);
        assertThat(search.in(log.text())).isEmpty();
    }

    @Test
    @Order(4)
    @DisplayName("G-01 the metrics hold no secret")
    void the_metrics_hold_no_secret() {
        assertThat(metrics()).contains("concierge_");
        assertThat(search.in(metrics())).isEmpty();
    }

    @Test
    @Order(5)
    @DisplayName("G-01 the answer to a refusal holds no secret")
    void the_answer_to_a_refusal_holds_no_secret() {
        for (String body : refusals) {
            assertThat(search.in(body.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "")))
                    .isEmpty();
        }
    }

    @Test
    @Order(6)
    @DisplayName("G-01 a secret that is planted is found, wherever and however")
    void a_planted_secret_is_found_wherever_and_however() {
        String planted = "planted/secret+of a test=ü";
        search.add("planted", planted);
        List<String> forms = List.of(
                planted,
                URLEncoder.encode(planted, UTF_8),
                Base64.getEncoder().encodeToString(("x" + planted).getBytes(UTF_8)),
                Base64.getUrlEncoder().encodeToString(("xy" + planted).getBytes(UTF_8)),
                HexFormat.of().formatHex(planted.getBytes(UTF_8)));
        for (String form : forms) {
            assertThat(search.in("before " + form + " after")).as(form).hasSize(1);
        }
        assertThat(search.in("planted/secret+of a test")).isEmpty();

        LoggerFactory.getLogger("dev.concierge.planted").trace("a token {}", planted);
        world.server()
                .bean(MeterRegistry.class)
                .counter("planted", "label", planted)
                .increment();
        world.database()
                .owner()
                .sql("create table planted (page text, blob bytea)")
                .update();
        world.database()
                .owner()
                .sql("insert into planted values ('', convert_to(:secret, 'UTF8'))")
                .param("secret", planted)
                .update();

        assertThat(search.in(log.text())).anyMatch(found -> found.startsWith("planted"));
        assertThat(search.in(metrics())).anyMatch(found -> found.startsWith("planted"));
        assertThat(search.in(dump())).anyMatch(found -> found.startsWith("planted"));
    }

    /** Every column of every row of every table, bytes as hexadecimal. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        var owner = world.database().owner();
        List<String> tables = owner.sql(
                        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")
                .query((row, _) -> row.getString(1))
                .list();
        assertThat(tables).hasSizeGreaterThan(20);
        for (String table : tables) {
            dump.append(table).append('\n');
            owner.sql("select t::text from " + table + " t")
                    .query((row, _) -> row.getString(1))
                    .list()
                    .forEach(row -> dump.append(row).append('\n'));
        }
        return dump.toString();
    }

    private String metrics() {
        String port = world.server().context().getEnvironment().getProperty("local.management.port");
        return new Browser()
                .get(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"), Map.of())
                .body();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
