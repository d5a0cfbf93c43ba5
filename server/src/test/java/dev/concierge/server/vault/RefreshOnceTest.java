package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshOnceTest {
    private static final int CALLERS = 500;

    private World world;
    private HttpClient http;

    @BeforeAll
    void start() {
        world = World.start(2, Map.of());
        world.sandbox().knobs().set(Knobs.TOKEN_LIFE_SECONDS, 60L);
        world.sandbox().knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @ParameterizedTest(name = "on {0} node(s)")
    @ValueSource(ints = {1, 2})
    @DisplayName(
            "D-01: 500 callers at once find an ended token: one refresh at the provider, all get the same new token")
    void five_hundred_callers_of_an_ended_token_cause_one_refresh_and_all_get_the_same_new_token(int nodes)
            throws Exception {
        Visitor ada = world.visitor().signUp();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        String key = ada.apiKey("tokens:vend");
        List<Api> callers = IntStream.range(0, nodes)
                .mapToObj(node -> new Api(http, world.node(node), world.url("/"), key))
                .toList();
        String first =
                callers.getFirst().token(integration).json().path("accessToken").asString();
        world.advance(Duration.ofSeconds(61));
        world.sandbox().ledger().clear();

        Set<String> tokens = new HashSet<>();
        for (Api.Answer answer : allAtOnce(callers, integration)) {
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            tokens.add(answer.json().path("accessToken").asString());
        }

        assertThat(tokens).hasSize(1).doesNotContain(first);
        assertThat(world.sandbox().ledger().entries("google", "token")).hasSize(1);
    }

    private static List<Api.Answer> allAtOnce(List<Api> callers, UUID integration) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Answer>> answers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Api api = callers.get(caller % callers.size());
                answers.add(threads.submit(() -> api.token(integration)));
            }
            List<Api.Answer> all = new ArrayList<>();
            for (Future<Api.Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}
