package dev.concierge.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.World;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever knocks at the doors for pushes without end waits, and nobody else does. */
@Tag("security")
class PushDoorTest {
    private static final String SECRET = "a-secret-of-github-1";
    private static final String BODY = "{\"zen\":\"Keep it logically awesome.\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @DisplayName("I-10 guesses without end from one network wait, at every door, and others go on")
    void guesses_without_end_wait() throws Exception {
        try (World world =
                World.start(1, Map.of("GITHUB_WEBHOOK_SECRET", SECRET, "TRUSTED_PROXIES", "127.0.0.1,::1"))) {
            world.clock().hold();
            String signature = sign();
            assertThat(post(world, "github", "203.0.113.7", signature).statusCode())
                    .isEqualTo(204);
            Callable<Integer> guess = () -> post(world, "github", "203.0.113.7", "sha256=" + "00".repeat(32))
                    .statusCode();
            long refused = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<Integer> each : threads.invokeAll(
                        IntStream.range(0, 400).mapToObj(_ -> guess).toList())) {
                    assertThat(each.get()).isIn(404, 429);
                    refused += each.get() == 404 ? 1 : 0;
                }
            }
            assertThat(refused).isBetween(PushDoor.UNPROVED.burst(), PushDoor.UNPROVED.burst() + 8);

            for (String door : List.of("github", "notion", "meta", "google-channel", "graph")) {
                HttpResponse<String> held = post(world, door, "203.0.113.99", "");
                assertThat(held.statusCode()).as(door).isEqualTo(429);
                assertThat(held.headers().firstValue("Retry-After")).as(door).isPresent();
            }
            assertThat(post(world, "github", "198.51.100.7", signature).statusCode())
                    .as("another network")
                    .isEqualTo(204);

            world.advance(PushDoor.UNPROVED.refill().plus(Duration.ofMillis(1)));
            assertThat(post(world, "github", "203.0.113.7", signature).statusCode())
                    .isEqualTo(204);
        }
    }

    private HttpResponse<String> post(World world, String door, String from, String signature)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(world.url("/api/v1/webhooks/in/" + door))
                        .header("X-Forwarded-For", from)
                        .header("X-Hub-Signature-256", signature)
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String sign() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
    }
}
