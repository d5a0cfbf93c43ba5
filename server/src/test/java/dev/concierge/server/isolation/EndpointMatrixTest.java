package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * E-01, E-02, E-10: every endpoint and page that the running application serves, asked by Eve for what is Alice's. One that is new and not listed
 * here fails with a sentence that says what to add.
 */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointMatrixTest {
    private static final String INTEGRATIONS = "/api/v1/oauth/integrations";
    private static final String INTEGRATION_PAGE = "/integrations/{id:[0-9a-f-]{36}}";

    private static final String ADMINISTRATORS = "the installation's, for administrators alone; KeptRegistrationTest";

    private static final String KEYS = "the installation's, for administrators alone; AdminKeysPageTest";

    /** Endpoints without a person's data, and why they need no second account. */
    private static final Map<String, String> NOBODYS = Map.ofEntries(
            Map.entry("GET /api/v1/oauth/{provider}/callback", "StolenCallbackTest"),
            Map.entry("GET /api/oauth/{provider}/callback", "StolenCallbackTest"),
            Map.entry("POST /api/v1/oauth/{provider}/callback", "PostedCallbackTest"),
            Map.entry("POST /api/oauth/{provider}/callback", "PostedCallbackTest"),
            Map.entry("GET /api/v1/oauth/{provider}/callback/resume", "PostedCallbackTest"),
            Map.entry("GET /api/oauth/{provider}/callback/resume", "PostedCallbackTest"),
            Map.entry("GET /connect/refused", "words of fixed lists"),
            Map.entry("GET /auth/login/{provider}", "a page with one button"),
            Map.entry("POST /auth/login/{provider}", "no id is taken; StolenSignInTest"),
            Map.entry("GET /auth/callback/{provider}", "StolenSignInTest"),
            Map.entry("POST /auth/callback/{provider}", "StolenSignInTest"),
            Map.entry("GET /auth/callback/{provider}/resume", "StolenSignInTest"),
            Map.entry("GET /login", "a form"),
            Map.entry("POST /login", "no id is taken; the identity room's tests"),
            Map.entry("GET /signup", "a form"),
            Map.entry("POST /signup", "no id is taken; the identity room's tests"),
            Map.entry("POST /logout", "ends the session of the request"),
            Map.entry("GET /problems", "fixed texts"),
            Map.entry("GET /problems/{slug}", "fixed texts"),
            Map.entry("GET /assets/{name}", "files of the release"),
            Map.entry("GET /marks/{name}", "files of the release"),
            Map.entry("GET /health", "one word"),
            Map.entry("GET /api/health", "one word"),
            Map.entry("GET /favicon.ico", "a file of the release"),
            Map.entry("GET /robots.txt", "a file of the release"),
            Map.entry("GET /api/docs", "the API's description"),
            Map.entry("GET /api/openapi.json", "the API's description"),
            Map.entry("GET /api/openapi.json.yaml", "the API's description"),
            Map.entry("GET /api/openapi.yaml", "the API's description"),
            Map.entry("GET /admin/providers", ADMINISTRATORS),
            Map.entry("GET /admin/providers/{id}", ADMINISTRATORS),
            Map.entry("POST /admin/providers/{id}", ADMINISTRATORS),
            Map.entry("POST /admin/providers/{id}/test", ADMINISTRATORS),
            Map.entry("POST /admin/providers/{id}/remove", ADMINISTRATORS),
            Map.entry("GET /admin/keys", KEYS),
            Map.entry("POST /admin/keys/rotate", KEYS),
            Map.entry("POST /admin/keys/pause", KEYS),
            Map.entry("POST /admin/keys/resume", KEYS),
            Map.entry("GET /api/v1/registrations", ADMINISTRATORS),
            Map.entry("GET /api/v1/registrations/{provider}", ADMINISTRATORS),
            Map.entry("PUT /api/v1/registrations/{provider}", ADMINISTRATORS),
            Map.entry("DELETE /api/v1/registrations/{provider}", ADMINISTRATORS),
            Map.entry("POST /api/v1/registrations/{provider}/test", ADMINISTRATORS),
            Map.entry("* /error", "the container's own dispatch"));

    /** Endpoints that take no id: what they answer Eve must hold nothing of Alice's, whatever she sends along. */
    private static final Set<String> OWN = Set.of(
            "GET /",
            "GET /integrations",
            "GET /security",
            "GET /dashboard/analytics",
            "GET /activity",
            "GET " + INTEGRATIONS,
            "GET /api/v1/oauth/providers",
            "GET /api/v1/oauth/platforms",
            "GET /api/v1/oauth/status",
            "GET /api/v1/oauth/health",
            "GET /api/v1/me",
            "GET /api/v1/me/sessions",
            "GET /api/v1/me/api-keys",
            "POST /api/v1/me/api-keys",
            "GET /api/v1/sync/status",
            "GET /api/v1/sync/runs",
            "GET /api/v1/sync/records",
            "POST " + INTEGRATIONS + "/sync",
            "POST /api/v1/oauth/{provider}/authorize",
            "POST /integrations/{provider}/connect",
            "POST /security/keys",
            "POST /security/sessions/end-others");

    /** An endpoint that takes an id: Alice's, one of the same kind that nobody has, and the body that goes with it. */
    private record Taking(Supplier<String> alices, Supplier<String> nobodys, String json, String form) {}

    private TwoAccounts two;
    private Map<String, Taking> foreign = Map.of();

    @BeforeAll
    void start() {
        two = new TwoAccounts();
        foreign = foreign();
    }

    @AfterAll
    void stop() {
        two.close();
    }

    private Map<String, Taking> foreign() {
        Supplier<String> integration = () -> two.alice().integration.toString();
        Supplier<String> session = () -> two.session(two.alice()).toString();
        Supplier<String> key = () -> two.key(two.alice()).toString();
        Supplier<String> nobody = () -> UUID.randomUUID().toString();
        Map<String, Taking> all = new TreeMap<>();
        for (String one : List.of("GET", "DELETE", "PATCH")) {
            all.put(one + " " + INTEGRATIONS + "/{id}", new Taking(integration, nobody, "{\"label\":\"Eve's\"}", ""));
        }
        for (String act : List.of("refresh", "reconnect", "scopes", "sync")) {
            all.put(
                    "POST " + INTEGRATIONS + "/{id}/" + act,
                    new Taking(integration, nobody, "{\"scopes\":[\"openid\"]}", ""));
        }
        for (String look : List.of("token", "activity", "diagnosis")) {
            all.put("GET " + INTEGRATIONS + "/{id}/" + look, new Taking(integration, nobody, "", ""));
        }
        for (String page : List.of(
                "GET ",
                "POST /label",
                "POST /reconnect",
                "POST /scopes",
                "POST /sync",
                "GET /disconnect",
                "POST /disconnect")) {
            String[] parts = page.split(" ", 2);
            all.put(
                    parts[0] + " " + INTEGRATION_PAGE + parts[1],
                    new Taking(integration, nobody, "", "label=Eves&scope=openid"));
        }
        all.put("GET /integrations/choices/{id}", new Taking(() -> two.choice().toString(), nobody, "", ""));
        all.put("POST /integrations/choices/{id}", new Taking(() -> two.choice().toString(), nobody, "", "choice=add"));
        all.put("GET /receipts/{id}", new Taking(() -> two.receipt().toString(), nobody, "", ""));
        all.put("POST /connect/{ticket:[A-Za-z0-9_-]{43}}", new Taking(two::ticket, () -> "A".repeat(43), "", "x=y"));
        all.put("DELETE /api/v1/me/api-keys/{id}", new Taking(key, nobody, "", ""));
        all.put("DELETE /api/v1/me/sessions/{id}", new Taking(session, nobody, "", ""));
        all.put("POST /security/keys/{id}/revoke", new Taking(key, nobody, "", ""));
        all.put("POST /security/sessions/{id}/end", new Taking(session, nobody, "", ""));
        return all;
    }

    /** The page of a ticket tells whoever has it that it is another person's; it is tried by itself below. */
    private static final String TICKET_PAGE = "GET /connect/{ticket:[A-Za-z0-9_-]{43}}";

    @TestFactory
    @DisplayName("E-01 every endpoint with Alice's id, by Eve's session and by Eve's key")
    Stream<DynamicTest> every_endpoint() {
        return endpoints().stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint, () -> {
                    if (foreign.containsKey(endpoint)) {
                        as_if_it_were_not_there(endpoint, foreign.get(endpoint));
                    } else if (OWN.contains(endpoint)) {
                        nothing_of_alices(endpoint);
                    } else if (!NOBODYS.containsKey(endpoint) && !endpoint.equals(TICKET_PAGE)) {
                        fail(
                                "The matrix does not know " + endpoint
                                        + ". Add it to EndpointMatrixTest: to foreign() with the id of Alice's that it takes,"
                                        + " to OWN when it takes none but answers for an account, or to NOBODYS with the reason why it concerns nobody.");
                    }
                }));
    }

    @Test
    @DisplayName("E-01 the ids are Alice's: with her session and key the same addresses answer")
    void the_same_addresses_answer_alice() {
        List<String> dead = new ArrayList<>();
        foreign.forEach((endpoint, taking) -> {
            if (endpoint.startsWith("GET ") && endpoints().contains(endpoint)) {
                String path = path(endpoint, taking.alices().get());
                boolean api = path.startsWith("/api/");
                int status = api
                        ? two.alice().api.get(path).status()
                        : page(two.alice(), "GET", path, "").status();
                if (status != 200) {
                    dead.add(endpoint + " " + status);
                }
            }
        });
        assertThat(dead).isEmpty();
    }

    @Test
    @DisplayName("E-01 Eve opens the page of a ticket for Alice")
    void eve_opens_the_page_of_a_ticket_for_alice() {
        Map<String, String> before = two.rows(two.alice().account);

        Page page = page(two.eve(), "GET", "/connect/" + two.ticket(), "");

        assertThat(withoutPath(page.body(), "/connect/" + two.ticket()))
                .doesNotContain(two.alice().visitor.email())
                .doesNotContain("Google");
        assertThat(two.rows(two.alice().account)).as("looking takes nothing").isEqualTo(before);
        assertThat(page(two.alice(), "GET", "/connect/" + two.ticket(), "").text())
                .contains("Google");
    }

    @Test
    @DisplayName("E-02 Eve reads on from a cursor of Alice's, and from one she made up")
    void eve_reads_on_from_a_cursor_of_alices() {
        for (String list : List.of("/api/v1/sync/records?limit=1", "/api/v1/sync/runs?limit=1")) {
            String cursor = two.alice().api.get(list).json().path("nextCursor").asString("");
            if (!cursor.isEmpty()) {
                assertThat(two.eve().api.get(list + "&cursor=" + cursor).status())
                        .isEqualTo(400);
                assertThat(two.alice().api.get(list + "&cursor=" + cursor).status())
                        .isEqualTo(200);
            }
            assertThat(two.eve().api.get(list + "&cursor=AAAA").status()).isEqualTo(400);
        }
        assertThat(two.alice()
                        .api
                        .get("/api/v1/sync/records?limit=1")
                        .json()
                        .path("nextCursor")
                        .asString(""))
                .isNotEmpty();
    }

    @Test
    @DisplayName("E-02 an unknown field names another account")
    void an_unknown_field_names_another_account() {
        String alice = two.alice().account.toString();
        for (String field : List.of("accountId", "account_id", "userId", "owner", "tenantId", "localId", "role")) {
            String body = "{\"scopes\":[],\"" + field + "\":\"" + alice + "\"}";
            assertThat(two.eve()
                            .api
                            .post("/api/v1/oauth/google/authorize", body)
                            .status())
                    .as(field)
                    .isEqualTo(400);
        }
        assertThat(two.eve()
                        .api
                        .post("/api/v1/oauth/google/authorize", "{\"scopes\":[]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("E-10 the metrics carry no id, no e-mail and no name of anybody")
    void the_metrics_carry_no_id_and_no_name() {
        String port = two.world().server().context().getEnvironment().getProperty("local.management.port");
        Page metrics = new Browser().get(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"), Map.of());

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body()).contains("concierge_vends");
        for (String mark : two.marks()) {
            assertThat(metrics.body()).doesNotContain(mark);
        }
        assertThat(metrics.body()).doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-");
    }

    private void as_if_it_were_not_there(String endpoint, Taking taking) {
        boolean api = endpoint.contains(" /api/");
        String body = api ? taking.json() : taking.form();
        Map<String, String> before = two.rows(two.alice().account);
        Function<String, Page> bySession = id -> page(two.eve(), method(endpoint), path(endpoint, id), body);
        same(endpoint + " by session", taking, bySession);
        if (api) {
            same(endpoint + " by key", taking, id -> {
                Api.Answer answer = two.eve().api.send(method(endpoint), path(endpoint, id), body);
                return new Page(
                        answer.raw().uri(),
                        answer.status(),
                        answer.raw().headers(),
                        answer.raw().body());
            });
        }
        assertThat(two.rows(two.alice().account))
                .as("nothing of Alice's has changed")
                .isEqualTo(before);
    }

    /** Alice's id and nobody's: the same status, the same type, the same words. */
    private void same(String what, Taking taking, Function<String, Page> ask) {
        String alices = taking.alices().get();
        String nobodys = taking.nobodys().get();
        Page hers = ask.apply(alices);
        Page none = ask.apply(nobodys);
        assertThat(hers.status())
                .as("%s: %s", what, hers.text())
                .isEqualTo(none.status())
                .isBetween(400, 404);
        assertThat(plain(hers, alices)).as(what).isEqualTo(plain(none, nobodys));
        assertThat(hers.headers().firstValue("Content-Type"))
                .isEqualTo(none.headers().firstValue("Content-Type"));
        two.marks().stream()
                .filter(mark -> !mark.equals(alices))
                .forEach(mark -> assertThat(hers.body()).as(what).doesNotContain(mark));
    }

    private void nothing_of_alices(String endpoint) {
        String path = path(endpoint, "google");
        Map<String, String> before = two.rows(two.alice().account);
        String query = "?accountId=" + two.alice().account + "&owner=" + two.alice().account + "&integration="
                + two.alice().integration + "&email=" + two.alice().visitor.email() + "&q="
                + two.alice().visitor.email();
        List<Page> answers = new ArrayList<>();
        String method = method(endpoint);
        String body = method.equals("POST") ? endpoint.contains(" /api/") ? "{}" : "owner=" + two.alice().account : "";
        answers.add(page(two.eve(), method, path, body));
        if (method.equals("GET")) {
            answers.add(page(two.eve(), method, path + query, body));
        }
        if (endpoint.contains(" /api/")) {
            for (String asked : method.equals("GET") ? List.of(path, path + query) : List.of(path)) {
                Api.Answer answer = two.eve().api.send(method, asked, body);
                answers.add(new Page(
                        answer.raw().uri(),
                        answer.status(),
                        answer.raw().headers(),
                        answer.raw().body()));
            }
        }
        for (Page answer : answers) {
            assertThat(answer.status()).as("%s: %s", endpoint, answer.text()).isLessThan(500);
            two.marks()
                    .forEach(mark -> assertThat(withoutPath(answer.body(), query))
                            .as(endpoint)
                            .doesNotContain(mark));
        }
        assertThat(two.rows(two.alice().account))
                .as("nothing of Alice's has changed")
                .isEqualTo(before);
    }

    private Set<String> endpoints() {
        Set<String> all = new TreeSet<>();
        two.world()
                .server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> all.addAll(names(info))));
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    private static List<String> names(RequestMappingInfo info) {
        List<String> names = new ArrayList<>();
        for (String pattern : info.getPatternValues()) {
            Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
            if (methods.isEmpty()) {
                names.add("* " + pattern);
            }
            methods.forEach(method -> names.add(method + " " + pattern));
        }
        return names;
    }

    private static String method(String endpoint) {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    /** The address of a pattern with its one variable filled in. */
    private static String path(String endpoint, String value) {
        return endpoint.substring(endpoint.indexOf(' ') + 1).replaceFirst("\\{.*}", value);
    }

    private Page page(TwoAccounts.Person person, String method, String path, String body) {
        Browser browser = person.visitor.browser();
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Account-Id", two.alice().account.toString());
        headers.put("X-User-Id", two.alice().account.toString());
        headers.put("X-Tenant", two.alice().account.toString());
        boolean api = path.startsWith("/api/");
        headers.put("Accept", api ? "application/json" : "text/html");
        String sent = body;
        if (!method.equals("GET")) {
            String csrf = person.visitor
                    .open("/integrations")
                    .find("input[name=_csrf]")
                    .val();
            headers.put("X-CSRF-TOKEN", csrf);
            headers.put("Origin", "http://" + two.world().url("/").getAuthority());
            headers.put("Content-Type", api ? "application/json" : "application/x-www-form-urlencoded");
        }
        return browser.send(method, two.world().url(path), sent, headers);
    }

    private static String plain(Page answer, String id) {
        return withoutPath(answer.body(), id)
                .replaceAll("urn:request:[A-Za-z0-9-]+", "request")
                .replaceAll("value=\"[A-Za-z0-9_=-]{40,}\"", "value")
                .replaceAll("X-CSRF-TOKEN&#34;:&#34;[A-Za-z0-9_=-]+", "form check, masked anew each time")
                .replaceAll("\\b[0-9a-f]{16,}\\b|[0-9a-f]{8}-[0-9a-f-]{27}", "id");
    }

    private static String withoutPath(String body, String part) {
        return body.replace(part, "").replace(part.replace("&", "&amp;"), "");
    }
}
