package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.concierge.probe.ProbeController;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every way to go wrong ends in one form (RFC 9457) and leaks nothing (attack G-04). */
@Tag("security")
final class ProblemAnswersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] AS_JSON = {"Content-Type", "application/json"};
    private static final List<String> LEAKS = List.of(
            "Exception",
            "dev.concierge",
            "org.spring",
            "jackson",
            "Tomcat",
            "tomcat",
            "java.",
            "/srv/",
            "select ",
            "ck_canary",
            "	at ");

    private static WebRoom.Running room;

    @BeforeAll
    static void start() {
        room = new WebRoom.Running();
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @Test
    void a_refusal_has_the_members_of_rfc_9457_and_its_own() throws Exception {
        HttpResponse<String> answer = room.get("/api/v1/probe/refused");

        JsonNode problem = problem(answer, 503, "provider-unavailable");
        assertThat(problem.get("type").asString()).isEqualTo("https://keys.example.com/problems/provider-unavailable");
        assertThat(problem.get("detail").asString()).isEqualTo("Notion does not answer.");
        assertThat(problem.get("providerError").asString()).isEqualTo("temporarily_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void the_instance_is_our_own_request_id_whatever_the_caller_sends() throws Exception {
        HttpResponse<String> answer = room.get(
                "/api/v1/probe/refused",
                "X-Request-Id",
                "mine",
                "traceparent",
                "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01");

        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(id).isNotEqualTo("mine").doesNotContain("aaaa");
        assertThat(JSON.readTree(answer.body()).get("instance").asString()).isEqualTo("urn:request:" + id);
    }

    @Test
    void an_unknown_field_is_refused_by_its_name() throws Exception {
        HttpResponse<String> answer = room.post(
                "/api/v1/probe/body", "{\"name\":\"a\",\"days\":1,\"scopes\":[],\"role\":\"admin\"}", AS_JSON);

        assertThat(problem(answer, 400, "invalid-input").get("detail").asString())
                .isEqualTo("There is no field “role” here.");
    }

    @Test
    void a_wrong_type_names_the_field_and_not_the_value() throws Exception {
        HttpResponse<String> answer =
                room.post("/api/v1/probe/body", "{\"name\":\"a\",\"days\":\"ck_canary\",\"scopes\":[]}", AS_JSON);

        assertThat(problem(answer, 400, "invalid-input").get("detail").asString())
                .contains("“days”");
    }

    @Test
    void markup_in_a_field_name_is_taken_out() throws Exception {
        HttpResponse<String> answer = room.post("/api/v1/probe/body", "{\"<img src=x onerror=alert(1)>\":1}", AS_JSON);

        assertThat(problem(answer, 400, "invalid-input").get("detail").asString())
                .doesNotContain("<", ">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,2]", "nonsense", "{\"name\":\"a\" \"days\"}", "", "\u0000"})
    void a_broken_body_is_a_bad_request(String body) throws Exception {
        HttpResponse<String> answer = room.post("/api/v1/probe/body", body, AS_JSON);

        problem(answer, 400, "bad-request");
    }

    @Test
    void a_body_nested_too_deep_is_a_bad_request() throws Exception {
        problem(room.post("/api/v1/probe/body", "[".repeat(100_000), AS_JSON), 400, "bad-request");
    }

    @Test
    void another_content_type_is_refused_with_what_is_read() throws Exception {
        HttpResponse<String> answer = room.post("/api/v1/probe/body", "a=b", "Content-Type", "text/plain");

        problem(answer, 415, "unsupported-media-type");
        assertThat(answer.headers().firstValue("Accept")).contains("application/json");
    }

    @Test
    void another_accept_is_refused() throws Exception {
        HttpResponse<String> answer = room.post(
                "/api/v1/probe/body",
                "{\"name\":\"a\",\"days\":1,\"scopes\":[]}",
                "Content-Type",
                "application/json",
                "Accept",
                "text/csv");

        problem(answer, 406, "not-acceptable");
    }

    @Test
    void another_method_is_refused_with_what_is_taken() throws Exception {
        HttpResponse<String> answer = room.get("/api/v1/probe/body");

        problem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void a_missing_parameter_and_a_wrong_one_are_named() throws Exception {
        String path = "/api/v1/probe/items/" + Samples.id(1);

        assertThat(problem(room.get(path), 400, "invalid-input").get("detail").asString())
                .contains("“page”");
        assertThat(problem(room.get(path + "?page=x"), 400, "invalid-input")
                        .get("detail")
                        .asString())
                .contains("“page”");
    }

    @Test
    void an_id_with_the_wrong_form_is_not_found() throws Exception {
        problem(room.get("/api/v1/probe/items/7?page=1"), 404, "not-found");
    }

    @Test
    void nothing_at_an_address_is_not_found() throws Exception {
        problem(room.get("/api/v1/nowhere"), 404, "not-found");
        problem(room.get("/error"), 404, "not-found");
    }

    @Test
    void without_a_caller_it_asks_to_sign_in() throws Exception {
        problem(room.get("/api/v1/probe/caller"), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "error"})
    void the_unforeseen_says_nothing_but_its_id(String path) throws Exception {
        HttpResponse<String> answer = room.get("/api/v1/probe/" + path + "?trace=true&debug=1", "X-Debug", "1");

        problem(answer, 500, "internal");
    }

    @Test
    void a_database_that_is_away_is_unavailable_for_a_while() throws Exception {
        HttpResponse<String> answer = room.get("/api/v1/probe/database");

        problem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void a_missing_template_is_our_fault_and_names_no_file() throws Exception {
        HttpResponse<String> answer = room.get("/probe/no-template", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("Something broke on our side")
                .doesNotContain(LEAKS.toArray(String[]::new))
                .doesNotContain("jte");
    }

    @Test
    void too_much_is_refused_when_it_is_announced_and_when_it_is_not() throws Exception {
        byte[] much = ("{\"name\":\"" + "a".repeat(1_100_000) + "\",\"days\":1,\"scopes\":[]}")
                .getBytes(StandardCharsets.UTF_8);

        problem(
                room.send(
                        room.request("/api/v1/probe/body", AS_JSON).POST(HttpRequest.BodyPublishers.ofByteArray(much))),
                413,
                "too-large");
        problem(
                room.send(room.request("/api/v1/probe/body", AS_JSON)
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(much)))),
                413,
                "too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1;x=1/probe", "/api//v1", "/api/%2e%2e/v1", "/api/%00", "/a%0d%0ab"})
    void what_the_firewall_refuses_is_a_bad_request(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .doesNotContain(LEAKS.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
            })
    void what_tomcat_refuses_names_neither_tomcat_nor_the_cause(String request) throws Exception {
        String answer = raw(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .doesNotContain(LEAKS.toArray(String[]::new))
                .doesNotContainIgnoringCase("server:");
    }

    @Test
    void a_browser_gets_a_page_and_htmx_a_toast() throws Exception {
        HttpResponse<String> page =
                room.get("/api/v1/probe/refused", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        HttpResponse<String> toast = room.get("/api/v1/probe/refused", "HX-Request", "true");

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains(
                        "<h1>The provider does not answer</h1>",
                        "Notion does not answer.",
                        page.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(page.headers().allValues("Vary"))
                .anyMatch(vary -> vary.toLowerCase(Locale.ROOT).contains("hx-request"));
        assertThat(toast.statusCode()).isEqualTo(503);
        assertThat(toast.body()).startsWith("<div class=\"toast\"").doesNotContain("<html");
    }

    @Test
    void a_redirect_is_303_for_browsers_and_a_header_for_htmx_and_never_leaves_the_house() throws Exception {
        HttpResponse<String> browser = room.post("/probe/redirect", "");
        HttpResponse<String> htmx = room.post("/probe/redirect", "", "HX-Request", "true");

        assertThat(browser.statusCode()).isEqualTo(303);
        assertThat(browser.headers().firstValue("Location")).contains("/integrations?done=1");
        assertThat(htmx.headers().firstValue("HX-Redirect")).contains("/integrations?done=1");
        assertThat(htmx.statusCode()).isEqualTo(204);
        assertThat(room.post("/probe/elsewhere", "").statusCode()).isEqualTo(500);
    }

    @Test
    void head_is_answered_without_a_body() throws Exception {
        HttpResponse<String> answer = room.send(room.request("/api/v1/nowhere").HEAD());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void the_access_log_has_the_template_of_the_route_and_nothing_of_the_request() throws Exception {
        Logger access = (Logger) LoggerFactory.getLogger("access");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        access.setLevel(Level.INFO);
        access.addAppender(lines);
        try {
            String id = room.get("/api/v1/probe/items/" + Samples.id(1) + "?page=1&code=ck_canary")
                    .headers()
                    .firstValue("X-Request-Id")
                    .orElseThrow();
            room.get("/api/v1/ck_canary");

            assertThat(lines.list)
                    .filteredOn(line -> id.equals(line.getMDCPropertyMap().get("requestId")))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .matches("method=GET route=/api/v1/probe/items/\\{id} status=200 ms=\\d+"));
            assertThat(lines.list).noneMatch(line -> line.getFormattedMessage().contains("canary"));
        } finally {
            access.detachAppender(lines);
        }
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).doesNotContain(LEAKS.toArray(String[]::new)).doesNotContain(ProbeController.SECRET);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").asString()).endsWith("/problems/" + slug);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("detail").asString()).isNotBlank();
        return problem;
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), room.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
