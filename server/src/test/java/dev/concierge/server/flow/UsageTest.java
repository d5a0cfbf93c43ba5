package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How often a token was handed out and renewed, as its person sees it, on two nodes. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private World world;

    @BeforeAll
    void start() {
        world = World.start(
                2, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    private record Ada(Visitor visitor, UUID integration, String key) {
        String path(String query) {
            return "/api/v1/oauth/integrations/" + integration + "/usage" + query;
        }

        Page page() {
            if (visitor.open("/integrations").path().equals("/login")) {
                visitor.signIn();
            }
            return visitor.open("/integrations/" + integration);
        }
    }

    private Ada ada() {
        Visitor visitor = world.visitor().signUp();
        UUID integration = visitor.connected(Visitor.LINH_WORK);
        return new Ada(
                visitor,
                integration,
                visitor.namedKey("trip <planner>", "tokens:vend", "integrations:read", "integrations:write"));
    }

    private Api api(int node, Ada ada) {
        return new Api(http, world.node(node), world.url("/"), ada.key());
    }

    private LocalDate today() {
        return world.clock().instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** "vends/refreshes" by the kind of caller, over all days of the answer. */
    private Map<String, String> used(Ada ada, String query) {
        Api.Answer answer = api(0, ada).get(ada.path(query));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        Map<String, long[]> sums = new TreeMap<>();
        for (JsonNode item : answer.json().path("items")) {
            String caller = item.path("caller").asString();
            long[] sum = sums.computeIfAbsent(caller.replaceAll(":.*", ""), _ -> new long[2]);
            sum[0] += item.path("vends").asLong();
            sum[1] += item.path("refreshes").asLong();
        }
        Map<String, String> words = new TreeMap<>();
        sums.forEach((caller, sum) -> words.put(caller, sum[0] + "/" + sum[1]));
        return words;
    }

    @Test
    void what_was_taken_on_two_nodes_at_once_is_counted_to_the_last_and_so_is_the_one_refresh_behind_it()
            throws Exception {
        Ada ada = ada();
        world.advance(Duration.ofHours(2));
        int callers = 120;
        CyclicBarrier gate = new CyclicBarrier(callers);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                Api api = api(i % 2, ada);
                answers.add(threads.submit(() -> {
                    gate.await();
                    return api.token(ada.integration()).status();
                }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(used(ada, "")).containsExactly(Map.entry("key", callers + "/1"));
        assertThat(ada.page().text()).contains("120 tokens, 1 renewal in 30 days", "trip <planner>");
    }

    @Test
    void refreshes_are_told_apart_by_who_asked() {
        Ada ada = ada();
        api(0, ada).token(ada.integration());
        world.advance(Duration.ofMinutes(2));
        assertThat(api(1, ada)
                        .post("/api/v1/oauth/integrations/" + ada.integration() + "/refresh", "")
                        .status())
                .isEqualTo(200);
        world.advance(Duration.ofMinutes(59));
        runSchedule(ada);

        assertThat(used(ada, "")).containsExactly(Map.entry("key", "1/1"), Map.entry("schedule", "0/1"));
        assertThat(ada.page().text()).contains("Concierge’s schedule", "1 token, 2 renewals in 30 days");
    }

    /** What the scheduler does each second; returns when the refresh is stored. */
    private void runSchedule(Ada ada) {
        world.server().bean(JobRunner.class).runDue(Lane.REFRESH);
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (onSchedule(ada) == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private long onSchedule(Ada ada) {
        return world.database()
                .owner()
                .sql("select count(*) from audit_usage where caller = 'schedule' and integration_id = :id")
                .param("id", ada.integration())
                .query(Long.class)
                .single();
    }

    @Test
    void a_token_that_nobody_asked_for_says_so() {
        Ada ada = ada();

        assertThat(used(ada, "")).isEmpty();
        assertThat(ada.page().text()).contains("Nobody has asked for this token yet");
    }

    @Test
    void days_are_asked_for_from_one_to_another() {
        Ada ada = ada();
        api(0, ada).token(ada.integration());
        LocalDate first = today();
        world.advance(Duration.ofDays(40));
        api(0, ada).token(ada.integration());

        assertThat(used(ada, "")).containsExactly(Map.entry("key", "1/1"));
        assertThat(used(ada, "?from=" + first)).containsExactly(Map.entry("key", "2/1"));
        assertThat(used(ada, "?from=" + first + "&to=" + first)).containsExactly(Map.entry("key", "1/0"));
        assertThat(used(ada, "?to=" + first)).containsExactly(Map.entry("key", "1/0"));
        assertThat(used(ada, "?from=" + first.plusDays(1) + "&to=" + first.plusDays(39)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?to=2026-02-30",
                "?from=2026-11-02&to=2026-11-01",
                "?from=2026-01-01&to=2026-11-01",
                "?to=%2B999999999-01-01",
                "?from=-999999999-01-01",
                "?to=2026-11-01T00:00:00Z"
            })
    void a_day_that_is_none_is_refused_with_the_field(String query) {
        Ada ada = ada();

        Api.Answer answer = api(0, ada).get(ada.path(query));

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-input");
        assertThat(answer.json().path("field").asString()).isIn("from", "to");
    }

    @Test
    void anothers_usage_is_not_there() {
        Ada ada = ada();
        api(0, ada).token(ada.integration());
        Ada eve = new Ada(ada().visitor(), ada.integration(), "");
        String key = eve.visitor().apiKey("integrations:read");

        assertThat(new Api(http, world.node(0), world.url("/"), key)
                        .get(ada.path(""))
                        .status())
                .isEqualTo(404);
        assertThat(new Api(http, world.node(0), world.url("/"), ada.visitor().apiKey("tokens:vend"))
                        .get(ada.path(""))
                        .status())
                .as("its own, with a key that may not read")
                .isEqualTo(403);
    }

    @Test
    void an_integration_that_was_disconnected_keeps_its_history() {
        Ada ada = ada();
        api(0, ada).token(ada.integration());
        assertThat(api(0, ada)
                        .delete("/api/v1/oauth/integrations/" + ada.integration())
                        .status())
                .isEqualTo(200);

        assertThat(used(ada, "")).containsExactly(Map.entry("key", "1/0"));
        assertThat(ada.page().text()).contains("1 token, 0 renewals in 30 days");
    }
}
