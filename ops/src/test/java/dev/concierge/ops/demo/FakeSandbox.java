package dev.concierge.ops.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Takes the words and requests that the sandbox takes, and writes down what it was told. */
final class FakeSandbox {

    private FakeSandbox() {}

    public static void main(String[] words) throws IOException {
        int port = Integer.parseInt(words[0].replace("--port=", ""));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.createContext("/_health", exchange -> answer(exchange, 200));
        server.createContext("/_control/clients", FakeSandbox::register);
        server.createContext("/_control/knobs", exchange -> answer(exchange, 200));
        Runtime.getRuntime().addShutdownHook(new Thread(FakeSandbox::stop));
        server.start();
    }

    private static void register(HttpExchange exchange) throws IOException {
        String expected = "Bearer " + FakeServer.given("SANDBOX_CONTROL_TOKEN");
        boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        FakeServer.tell("registered " + body.replaceAll("\"clientSecret\":\"[^\"]+\"", "a secret"));
        answer(exchange, known ? 200 : 401);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void stop() {
        try {
            FakeServer.tell("sandbox stopped");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
