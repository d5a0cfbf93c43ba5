package dev.concierge.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators and developers ask a running server. */
@Tag("flow")
class OperationsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static TestDatabase database;
    private static TestServer server;
    private static HttpClient http;
    private static int managementPort;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        managementPort = TestServer.freePort();
        server = TestServer.start(
                database,
                new SettableClock(),
                TestServer.Keys.random(),
                Map.of("MANAGEMENT_PORT", Integer.toString(managementPort), "VERSION", "1.2.3+abc"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
        database.close();
    }

    @Test
    void health_is_said_without_sign_in_at_both_addresses() throws Exception {
        for (String path : new String[] {"/health", "/api/health"}) {
            HttpResponse<String> answer = get(server.url().resolve(path));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"healthy\",\"environment\":\"test\"}");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void the_management_port_tells_parts_version_and_figures() throws Exception {
        JsonNode node = JSON.readTree(management("/actuator/health").body())
                .path("components")
                .path("node");
        assertThat(node.path("details").path("database").asString("")).isEqualTo("well");
        assertThat(node.path("details").path("version").asString("")).isEqualTo("1.2.3+abc");
        assertThat(management("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(management("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(management("/actuator/prometheus").body())
                .contains("concierge_jobs_due{lane=\"sync\",release=\"1.2.3+abc\"}")
                .contains("concierge_audit_seal_sequence");
        assertThat(get(server.url().resolve("/actuator/health")).statusCode()).isNotEqualTo(200);
    }

    @Test
    void the_api_is_described_in_openapi_3_1() throws Exception {
        HttpResponse<String> answer = get(server.url().resolve("/api/openapi.json"));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode document = JSON.readTree(answer.body());
        assertThat(document.path("openapi").asString("")).startsWith("3.1");
        assertThat(document.path("components")
                        .path("securitySchemes")
                        .path("bearer")
                        .path("scheme")
                        .asString(""))
                .isEqualTo("bearer");
        assertThat(document.path("paths").isEmpty()).isFalse();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("summary").asString("")).isNotBlank();
                    assertThat(operation
                                    .path("responses")
                                    .path("default")
                                    .path("content")
                                    .has("application/problem+json"))
                            .isTrue();
                    operation
                            .path("parameters")
                            .forEach(parameter -> assertThat(
                                            parameter.path("name").asString(""))
                                    .isNotEqualTo("caller"));
                }));
    }

    @Test
    void every_post_that_a_key_may_send_is_described_with_its_idempotency_key() throws Exception {
        JsonNode paths = JSON.readTree(
                        get(server.url().resolve("/api/openapi.json")).body())
                .path("paths");
        assertThat(takesKey(paths, "/api/v1/oauth/{provider}/authorize", "post"))
                .isTrue();
        assertThat(takesKey(paths, "/api/v1/oauth/integrations/{id}/refresh", "post"))
                .isTrue();
        assertThat(takesKey(paths, "/api/v1/oauth/integrations/{id}", "patch")).isFalse();
        assertThat(takesKey(paths, "/api/v1/me/api-keys", "post"))
                .as("people only")
                .isFalse();
    }

    private static boolean takesKey(JsonNode paths, String path, String method) {
        JsonNode operation = paths.path(path).path(method);
        assertThat(operation.isMissingNode()).as(path).isFalse();
        return operation
                .path("parameters")
                .valueStream()
                .anyMatch(parameter -> parameter.path("name").asString("").equals("Idempotency-Key")
                        && parameter.path("in").asString("").equals("header"));
    }

    @Test
    void the_docs_page_lists_every_operation_of_the_document() throws Exception {
        JsonNode document =
                JSON.readTree(get(server.url().resolve("/api/openapi.json")).body());
        HttpResponse<String> page = get(server.url().resolve("/api/docs"));
        assertThat(page.statusCode()).isEqualTo(200);
        document.path("paths")
                .propertyNames()
                .forEach(path -> assertThat(page.body()).contains(path));
    }

    private static HttpResponse<String> management(String path) throws IOException, InterruptedException {
        return get(URI.create("http://127.0.0.1:" + managementPort + path));
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
