package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshOnceTest {
    private static final int CALLERS = 500;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    void stop() {
        http.close();
    }

    @ParameterizedTest(name = "on {0} node(s)")
    @ValueSource(ints = {1, 2})
    @DisplayName(
            "D-01: 500 callers at once find an ended token: one refresh at the provider, all get the same new token")
    void five_hundred_callers_of_an_ended_token_cause_one_refresh_and_all_get_the_same_new_token(int nodes)
            throws Exception {
        try (World world = World.start(nodes, Map.of())) {
            world.sandbox().knobs().set(Knobs.TOKEN_LIFE_SECONDS, 60L);
            world.sandbox().knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
            Visitor ada = world.visitor().signUp();
            UUID integration = ada.connected(Visitor.LINH_WORK);
            String key = ada.apiKey("tokens:vend");
            List<Api> callers = IntStream.range(0, nodes)
                    .mapToObj(node -> new Api(http, world.node(node), world.url("/"), key))
                    .toList();
            Set<String> before = new HashSet<>();
            for (Api caller : callers) {
                before.add(caller.token(integration).json().path("accessToken").asString());
            }
            assertThat(before).as("the one that every node has in its cache").hasSize(1);
            bothClocksPass(world, Duration.ofSeconds(61));
            world.sandbox().ledger().clear();

            Set<String> tokens = new HashSet<>();
            for (Api.Answer answer : allAtOnce(callers, integration)) {
                assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
                tokens.add(answer.json().path("accessToken").asString());
            }

            assertThat(tokens).hasSize(1).doesNotContainAnyElementsOf(before);
            assertThat(world.sandbox().ledger().entries("google", "token")).hasSize(1);
        }
    }

    /** The server's by the test, the sandbox's as anybody else has to: by its control API. */
    private void bothClocksPass(World world, Duration time) throws Exception {
        world.clock().advance(time);
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.sandbox().baseUrl() + "/_control/clock"))
                .header("Authorization", "Bearer " + world.sandbox().controlToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"advanceSeconds\":" + time.toSeconds() + "}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Nobody calls before all of them are there. */
    private static List<Api.Answer> allAtOnce(List<Api> callers, UUID integration) throws Exception {
        CyclicBarrier gate = new CyclicBarrier(CALLERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Answer>> answers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Api api = callers.get(caller % callers.size());
                answers.add(threads.submit(() -> {
                    gate.await();
                    return api.token(integration);
                }));
            }
            List<Api.Answer> all = new ArrayList<>();
            for (Future<Api.Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}
