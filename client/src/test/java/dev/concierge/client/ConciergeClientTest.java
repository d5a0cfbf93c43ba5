package dev.concierge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client against answers as the API documents them; the server's own tests call it against the real one. */
@Tag("flow")
class ConciergeClientTest {
    private static final UUID ID = UUID.fromString("01890000-0000-7000-8000-000000000001");

    private final List<String> asked = new ArrayList<>();
    private HttpServer server = newServer();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void all_pages_of_integrations_are_read() {
        answer("/api/v1/oauth/integrations", 200, page("\"next\""), page("null"));

        List<Integration> integrations = client().integrations();

        assertThat(integrations)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.provider()).isEqualTo("google"));
        assertThat(asked.get(1)).contains("cursor=next");
        assertThat(asked).allSatisfy(line -> assertThat(line).contains("Bearer ck_test"));
    }

    @Test
    void a_token_is_vended_and_hidden_when_printed() {
        answer(
                "/api/v1/oauth/integrations/" + ID + "/token",
                200,
                "{\"accessToken\":\"secret-value\",\"tokenType\":\"Bearer\",\"expiresAt\":\"2026-11-21T10:00:00Z\",\"scopes\":[\"a\"]}");

        AccessToken token = client().token(ID, Duration.ofMinutes(2));

        assertThat(token.value()).isEqualTo("secret-value");
        assertThat(token.toString()).doesNotContain("secret-value");
        assertThat(asked.get(0)).contains("minTtl=PT2M");
    }

    @Test
    void a_problem_says_who_must_act() {
        answer(
                "/api/v1/oauth/integrations/" + ID + "/token",
                409,
                "{\"type\":\"http://x/problems/needs-reconnect\",\"status\":409,\"detail\":\"Connect again.\"}");

        assertThatThrownBy(() -> client().token(ID)).isInstanceOfSatisfying(ConciergeException.class, refused -> {
            assertThat(refused.needsReconnect()).isTrue();
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(7));
        });
    }

    @Test
    void an_answer_that_is_no_problem_is_refused_cleanly() {
        answer("/api/v1/oauth/integrations", 502, "<html>bad gateway</html>");

        assertThatThrownBy(() -> client().integrations())
                .isInstanceOfSatisfying(
                        ConciergeException.class,
                        refused -> assertThat(refused.problem()).isEqualTo("unreadable"));
    }

    private ConciergeClient client() {
        return ConciergeClient.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "ck_test");
    }

    private void answer(String path, int status, String... bodies) {
        List<String> left = new ArrayList<>(List.of(bodies));
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = left.remove(0).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String page(String cursor) {
        return "{\"items\":[{\"id\":\"" + ID
                + "\",\"provider\":\"google\",\"state\":\"active\",\"cause\":null,\"label\":\"work\",\"account\":\"a@b\",\"scopes\":[],\"withheld\":[],"
                + "\"connectedAt\":\"2026-11-21T09:00:00Z\"}],\"nextCursor\":" + cursor + "}";
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
