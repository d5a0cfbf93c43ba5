package dev.concierge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing in by the client, against answers as the API documents them. */
@Tag("token")
class SignInTest {
    private static final String ID = "01890000-0000-7000-8000-000000000001";

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private final HttpServer server = newServer();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private Instant now = Instant.parse("2026-11-28T10:00:00Z");

    /** How many refreshes end without an answer. */
    private final AtomicInteger lost = new AtomicInteger();

    private int refusals;

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        server.createContext("/api/v1/auth/login", exchange -> answer(exchange, false));
        server.createContext("/api/v1/auth/refresh", exchange -> answer(exchange, true));
        server.createContext("/api/v1/auth/logout", exchange -> {
            note(exchange);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void note(HttpExchange exchange) throws IOException {
        sent.add(exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private void answer(HttpExchange exchange, boolean refresh) throws IOException {
        note(exchange);
        if (refresh && lost.getAndDecrement() > 0) {
            exchange.close();
            return;
        }
        boolean refused = refresh && refusals > 0;
        int number = given.incrementAndGet();
        String body = refused
                ? "{\"type\":\"http://x/problems/unauthenticated\",\"status\":401,\"detail\":\"Sign in again.\"}"
                : "{\"accessToken\":\"access-" + number + "\",\"tokenType\":\"Bearer\",\"expiresAt\":\""
                        + now.plus(Duration.ofMinutes(15)) + "\",\"refreshToken\":\"refresh-" + number
                        + "\",\"signInEndsAt\":\"2026-12-28T10:00:00Z\",\"user\":{\"id\":\"" + ID
                        + "\",\"email\":\"a@b.example\",\"role\":\"user\",\"localId\":null,\"provider\":\"password\"}}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refused ? 401 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private SignIn signIn() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        Wire wire = new Wire(address, HttpClient.newHttpClient());
        return SignIn.with(wire, "a@b.example", "tin kettle", null, clock);
    }

    private long count(String path) {
        return sent.stream().filter(line -> line.startsWith(path)).count();
    }

    @Test
    void a_token_is_kept_until_shortly_before_its_end_and_then_renewed() {
        SignIn signIn = signIn();
        assertThat(signIn.user().role()).isEqualTo("user");
        assertThat(signIn.user().localId()).isNull();
        assertThat(signIn.accessToken()).isEqualTo("access-1");
        now = now.plus(Duration.ofMinutes(14));
        assertThat(signIn.accessToken()).isEqualTo("access-1");
        now = now.plusSeconds(31);
        assertThat(signIn.accessToken()).isEqualTo("access-2");
        assertThat(signIn.accessToken()).isEqualTo("access-2");
        assertThat(sent.get(1)).contains("refresh-1");
        now = now.plus(Duration.ofMinutes(15));
        assertThat(signIn.accessToken()).isEqualTo("access-3");
        assertThat(sent.get(2)).contains("refresh-2");
        assertThat(signIn.toString()).doesNotContain("access").doesNotContain("refresh-");
    }

    @Test
    void the_same_client_key_goes_with_every_refresh_and_each_sign_in_has_its_own() {
        SignIn signIn = signIn();
        now = now.plus(Duration.ofHours(1));
        signIn.accessToken();
        String key = sent.get(0).replaceAll(".*\"clientKey\":\"([^\"]+)\".*", "$1");
        assertThat(key).hasSize(43);
        assertThat(sent.get(1)).contains(key);
        signIn();
        assertThat(sent.get(2)).doesNotContain(key);
    }

    @Test
    void a_code_goes_with_the_sign_in_alone() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        SignIn.withCode(address, "a@b.example", "tin kettle", "123456", HttpClient.newHttpClient());
        assertThat(sent.get(0)).contains("\"code\":\"123456\"");
        signIn();
        assertThat(sent.get(1)).doesNotContain("code");
    }

    @Test
    void many_threads_cause_one_refresh() throws Exception {
        SignIn signIn = signIn();
        now = now.plus(Duration.ofHours(1));
        List<Future<String>> asked = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            asked.add(threads.submit(signIn::accessToken));
        }
        for (Future<String> one : asked) {
            assertThat(one.get()).isEqualTo("access-2");
        }
        assertThat(count("/api/v1/auth/refresh")).isOne();
    }

    @Test
    void a_refresh_whose_answer_is_lost_is_repeated_once_with_the_same_token() {
        SignIn signIn = signIn();
        now = now.plus(Duration.ofHours(1));
        lost.set(1);
        assertThat(signIn.accessToken()).isEqualTo("access-2");
        assertThat(sent.stream().filter(line -> line.contains("refresh-1")).count())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_sign_in_that_ended_says_so() {
        SignIn signIn = signIn();
        now = now.plus(Duration.ofHours(1));
        refusals = 1;
        assertThatThrownBy(signIn::accessToken)
                .isInstanceOfSatisfying(
                        ConciergeException.class,
                        refused -> assertThat(refused.problem()).isEqualTo("unauthenticated"));
        assertThat(count("/api/v1/auth/refresh")).as("not asked again").isOne();
    }

    @Test
    void closing_signs_out() {
        try (SignIn signIn = signIn()) {
            assertThat(signIn.accessToken()).isNotEmpty();
        }
        assertThat(sent.get(1)).startsWith("/api/v1/auth/logout").contains("refresh-1");
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
