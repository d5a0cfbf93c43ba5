package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("flow")
class StatusApiTest {
    private World world;
    private HttpClient http;
    private Visitor ada;
    private Api api;
    private UUID integration;

    @BeforeEach
    void connect() {
        world = World.start();
        http = HttpClient.newHttpClient();
        ada = world.visitor().signUp();
        integration = ada.connected(Visitor.LINH_WORK);
        api = new Api(
                http,
                world.server(),
                world.url("/"),
                ada.apiKey("integrations:read", "integrations:write", "tokens:vend"));
    }

    @AfterEach
    void close() {
        http.close();
        world.close();
    }

    @Test
    void status_counts_by_state_and_names_the_last_syncs() {
        JsonNode before = api.get("/api/v1/oauth/status").json();
        assertThat(before.path("states").path("active").asInt()).isEqualTo(1);
        assertThat(before.path("states").path("needs_reconnect").asInt()).isZero();
        assertThat(before.path("lastSyncs").path(0).path("lastRunAt").isString())
                .isFalse();

        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        JsonNode after = api.get("/api/v1/oauth/status").json();
        assertThat(after.path("lastSyncs").path(0).path("integrationId").asString())
                .isEqualTo(integration.toString());
        assertThat(after.path("lastSyncs").path(0).path("lastRunAt").isString()).isTrue();

        world.sandbox().revoke("google", Visitor.LINH_WORK, "concierge-test");
        world.advance(Duration.ofHours(2));
        assertThat(api.token(integration).status()).isEqualTo(409);
        assertThat(api.get("/api/v1/oauth/status")
                        .json()
                        .path("states")
                        .path("needs_reconnect")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void activity_tells_every_act_once_page_by_page_newest_first() {
        assertThat(api.token(integration).status()).isEqualTo(200);
        assertThat(api.token(integration).status()).isEqualTo(200);
        world.advance(Duration.ofMinutes(5));
        assertThat(api.post("/api/v1/oauth/integrations/" + integration + "/refresh", "")
                        .status())
                .isEqualTo(200);

        List<String> actions = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/api/v1/oauth/integrations/" + integration + "/activity?limit=2" + cursor)
                    .json();
            page.path("items").forEach(act -> {
                actions.add(act.path("action").asString());
                ids.add(act.path("id").asString());
            });
            cursor = page.path("nextCursor").isString()
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(actions).filteredOn("token.vend"::equals).hasSize(2);
        assertThat(actions.getFirst()).isEqualTo("grant.refresh");
        assertThat(actions).contains("integration.connect");
    }

    @Test
    void health_follows_how_the_provider_answers() {
        assertThat(condition("google")).isEqualTo("working");
        assertThat(condition("github")).isEqualTo("unknown");

        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("token", 503)));
        world.advance(Duration.ofHours(2));
        api.token(integration);

        assertThat(condition("google")).isEqualTo("failing");
    }

    private String condition(String provider) {
        for (JsonNode item : api.get("/api/v1/oauth/health").json().path("items")) {
            if (item.path("provider").asString().equals(provider)) {
                return item.path("condition").asString();
            }
        }
        throw new AssertionError(provider + " is not listed");
    }
}
