package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the web server beneath our pages answers to bytes that no browser of ours sends, with no proxy in front of it. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlatformSurfaceTest {
    private static final int SLOW = 300;
    private static final int PATIENCE_MILLIS = 60_000;

    /** What would be answered, were it taken for a request. */
    private static final String SECOND = "GET /health HTTP/1.1\r\n{host}\r\n";

    private static final String SECONDS_ANSWER = "\"healthy\"";

    private TestDatabase database;
    private TestServer server;
    private int managementPort;
    private HttpClient http;

    @BeforeAll
    void start() {
        database = TestDatabase.create();
        managementPort = TestServer.freePort();
        server = TestServer.start(
                database,
                new SettableClock(),
                TestServer.Keys.random(),
                Map.of(
                        "MANAGEMENT_PORT",
                        Integer.toString(managementPort),
                        "LANES",
                        "none",
                        "server.tomcat.connection-timeout",
                        "2s"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
                "Content-Length: 0, 5\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 0x0\r\n\r\n",
                "Content-Length : 0\r\n\r\n",
                "Transfer-Encoding:\r\n chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0;a=\r\nb\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n99999999999999999999\r\n\r\n",
                "Bad\u0000Name: x\r\nContent-Length: 0\r\n\r\n"
            })
    @DisplayName("M-05 a second request is hidden behind a body whose end two programs may see differently")
    void m05_a_second_request_is_hidden_behind_a_body(String rest) throws IOException {
        String answer = exchange("POST /login HTTP/1.1\r\n{host}" + rest + SECOND);

        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(SECONDS_ANSWER);
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as("answers").hasSize(2);
    }

    @Test
    @DisplayName("M-05 the body of a request that has none is no request")
    void m05_the_body_of_a_get_is_no_request() throws IOException {
        String answer = exchange("GET /login HTTP/1.1\r\n{host}Content-Length: "
                + withHost(server.url().getPort(), SECOND).length() + "\r\n\r\n" + SECOND);

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain(SECONDS_ANSWER);
    }

    @Test
    @DisplayName("M-05 the same bytes as two honest requests are answered twice: the test would see a second answer")
    void m05_two_honest_requests_are_answered_twice() throws IOException {
        assertThat(exchange("GET /login HTTP/1.1\r\n{host}\r\n" + SECOND)).contains(SECONDS_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator;/env",
                "/actuator/%65nv",
                "/actuator/health/../env",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/actuator/loggers",
                "/actuator/mappings",
                "/actuator/configprops",
                "/actuator/beans",
                "/actuator/shutdown",
                "/actuator/info",
                "/manage",
                "/h2-console",
                "/swagger-ui",
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/.git/config",
                "/.env",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/BOOT-INF/classes/application.yaml",
                "/application.yaml",
                "/error"
            })
    @DisplayName("M-06 tools of developers are asked for, on both ports")
    void m06_tools_of_developers_are_not_there(String path) throws Exception {
        for (int port : List.of(managementPort, server.url().getPort())) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                String answer = exchange(
                        port,
                        method + " " + path + " HTTP/1.1\r\n{host}" + "Content-Length: 0\r\nConnection: close\r\n\r\n");
                assertThat(answer)
                        .as(method + " " + port + path)
                        .matches("(?s)HTTP/1\\.1 (30[23]|40[0345]|421) .*")
                        .doesNotContain("java.", "spring", "ENCRYPTION_KEY");
            }
        }
    }

    @Test
    @DisplayName("M-06 an answer is asked to be echoed")
    void m06_trace_echoes_nothing() throws IOException {
        for (int port : List.of(managementPort, server.url().getPort())) {
            String answer =
                    exchange(port, "TRACE /login HTTP/1.1\r\n{host}X-Echo: hedgehog\r\nConnection: close\r\n\r\n");
            assertThat(answer).matches("(?s)HTTP/1\\.1 (40[0345]|421) .*").doesNotContain("hedgehog");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-java-serialized-object",
                "application/xml",
                "text/xml",
                "application/yaml",
                "application/x-yaml",
                "application/octet-stream"
            })
    @DisplayName("M-07 something that builds objects is sent where JSON is read")
    void m07_nothing_but_json_is_read(String type) throws Exception {
        String body = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(server.url().resolve("/api/v1/me/api-keys"))
                        .header("Content-Type", type)
                        .header("Authorization", "Bearer ck_" + "A".repeat(43))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isIn(401, 415);
        assertThat(answer.body()).doesNotContain("root:");
    }

    @Test
    @DisplayName("M-04 hundreds of connections send a byte now and then: others are answered, and the slow ones closed")
    void m04_slow_connections_keep_nobody_waiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket("localhost", server.url().getPort());
                slow.add(socket);
                String begun = i % 2 == 0
                        ? "GET /login HTTP/1.1\r\nHost: local"
                        : withHost(
                                server.url().getPort(), "POST /login HTTP/1.1\r\n{host}Content-Length: 100\r\n\r\nema");
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
            }
            URI login = server.url().resolve("/login");
            for (int i = 0; i < 20; i++) {
                assertThat(http.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
            for (Socket socket : slow) {
                assertThat(everything(socket))
                        .as("closed, with a refusal or none")
                        .doesNotContain(" 200 ");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private String exchange(String request) throws IOException {
        return exchange(server.url().getPort(), request);
    }

    /** Sends the bytes, says that there are no more, and reads until the server closes. */
    private static String exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(withHost(port, request).getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return everything(socket);
        }
    }

    private static String withHost(int port, String request) {
        return request.replace("{host}", "Host: localhost:" + port + "\r\n");
    }

    private static String everything(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
            }
        } catch (SocketException e) {
            // closed with bytes of ours unread; what came before counts
            text.append("");
        }
        return text.toString();
    }
}
