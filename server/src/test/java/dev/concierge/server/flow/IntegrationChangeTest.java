package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code PATCH} of an integration: its name and a program's own words about it. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegrationChangeTest {
    private World world;
    private HttpClient http;
    private Api here;
    private Api there;
    private String path;

    @BeforeAll
    void connect() {
        world = World.start(2, Map.of());
        http = HttpClient.newHttpClient();
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        String key = ada.apiKey("integrations:read", "integrations:write");
        here = new Api(http, world.node(0), world.url("/"), key);
        there = new Api(http, world.node(1), world.url("/"), key);
        path = "/api/v1/oauth/integrations/" + integration;
    }

    @AfterAll
    void close() {
        http.close();
        world.close();
    }

    @Test
    void metadata_is_put_as_a_whole_and_shown_wherever_the_integration_is() {
        assertThat(there.get(path).json().path("metadata").toString()).isEqualTo("{}");

        Api.Answer put = patch("{\"metadata\":{\"team\":\"north\",\"crm\":\"A-17 \\u2603 '; --\"}}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().path("metadata").toString()).isEqualTo("{\"crm\":\"A-17 ☃ '; --\",\"team\":\"north\"}");
        assertThat(here.get("/api/v1/oauth/integrations")
                        .json()
                        .path("items")
                        .path(0)
                        .path("metadata"))
                .isEqualTo(put.json().path("metadata"));

        String label = put.json().path("label").asString();
        patch("{\"metadata\":{\"team\":\"south\"}}");
        assertThat(here.get(path).json().path("metadata").toString()).isEqualTo("{\"team\":\"south\"}");
        assertThat(here.get(path).json().path("label").asString()).isEqualTo(label);

        patch("{\"label\":\"Office\"}");
        assertThat(here.get(path).json().path("metadata").path("team").asString())
                .isEqualTo("south");
        assertThat(here.get("/api/v1/oauth/integrations?label=Office")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(here.get("/api/v1/oauth/integrations?label=Elsewhere")
                        .json()
                        .path("items")
                        .size())
                .isZero();

        patch("{\"metadata\":{}}");
        assertThat(here.get(path).json().path("metadata").size()).isZero();
    }

    @Test
    void metadata_has_limits_of_count_and_size() {
        assertThat(patch(metadata(50, 40, 500)).status()).isEqualTo(200);
        for (String body : new String[] {
            metadata(51, 40, 1),
            metadata(1, 41, 1),
            metadata(1, 1, 501),
            "{\"metadata\":{\"\":\"x\"}}",
            "{\"metadata\":{\"a\\nb\":\"x\"}}",
            "{\"metadata\":{\"a\":null}}",
            "{\"metadata\":{\"a\":1}}",
            "{\"metadata\":{\"a\":{\"b\":\"c\"}}}",
            "{\"label\":\"\"}",
            "{\"label\":\"a\\u0000b\"}",
            "{}"
        }) {
            Api.Answer refused = patch(body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.problem()).isEqualTo("invalid-input");
        }
        assertThat(here.get(path).json().path("metadata").size()).isEqualTo(50);
        patch("{\"metadata\":{}}");
    }

    private Api.Answer patch(String body) {
        return here.send("PATCH", path, body);
    }

    private static String metadata(int entries, int nameLength, int textLength) {
        return IntStream.range(0, entries)
                .mapToObj(number -> "\"" + (number + "n".repeat(nameLength)).substring(0, nameLength) + "\":\""
                        + "t".repeat(textLength) + "\"")
                .collect(Collectors.joining(",", "{\"metadata\":{", "}}"));
    }
}
