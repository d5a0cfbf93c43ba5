package dev.concierge.ops.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/**
 * Takes the words and the environment that the server's jar takes, and writes down what it was told in {@code events.txt} of its
 * working directory. Files beside it make it misbehave.
 */
final class FakeServer {

    private FakeServer() {}

    public static void main(String[] words) throws Exception {
        String verb = words[0] + (words.length > 1 ? " " + words[1] : "");
        switch (verb) {
            case "keys generate" ->
                Files.writeString(Path.of(words[3]), "key " + System.nanoTime(), StandardOpenOption.CREATE_NEW);
            case "db init" -> initialise();
            case "admin create" -> createPerson(words);
            case "serve --migrate" -> serve();
            default -> System.exit(64);
        }
    }

    private static void initialise() throws SQLException, IOException {
        String url = "jdbc:postgresql://%s:%s/postgres".formatted(given("POSTGRES_HOST"), given("POSTGRES_PORT"));
        try (Connection connection =
                DriverManager.getConnection(url, given("POSTGRES_ADMIN_USER"), given("POSTGRES_ADMIN_PASSWORD"))) {
            connection.createStatement().execute("create database " + given("POSTGRES_DB"));
        }
        tell("initialised");
    }

    private static void createPerson(String... words) throws IOException {
        String password = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        tell("made " + String.join(" ", words) + " with " + password.length() + " letters");
    }

    private static void serve() throws IOException, InterruptedException {
        if (System.getenv("POSTGRES_ADMIN_PASSWORD") != null) {
            throw new IllegalStateException("only db init may know the superuser");
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.ofLiteral(given("HTTP_ADDRESS")), Integer.parseInt(given("HTTP_PORT"))),
                0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::stop));
        server.start();
        tell("serving " + given("PUBLIC_URL") + " with " + given("GOOGLE_CLIENT_ID") + " at "
                + given("ALLOWED_PRIVATE_HOSTS"));
        if (Files.exists(Path.of("die"))) {
            System.out.println("the reason of its death");
            Runtime.getRuntime().halt(3);
        }
    }

    private static void stop() {
        try {
            if (Files.exists(Path.of("hang"))) {
                new CountDownLatch(1).await();
            }
            tell("server stopped");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void tell(String event) throws IOException {
        Files.writeString(Path.of("events.txt"), event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static String given(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return value;
    }
}
