package dev.concierge.bench;

import dev.concierge.postgres.EmbeddedPostgres;
import dev.concierge.postgres.EmbeddedPostgresOptions;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A whole installation in a folder of its own: a durable PostgreSQL, the sandbox, and the server's jar as a process, as in production. */
final class Installation implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final Sandbox sandbox;
    private final Process server;
    private final int port;

    private Installation(Path folder, EmbeddedPostgres postgres, Sandbox sandbox, Process server, int port) {
        this.folder = folder;
        this.postgres = postgres;
        this.sandbox = sandbox;
        this.server = server;
        this.port = port;
    }

    static Installation start(Path root) throws Exception {
        return start(root, Map.of(), text -> text);
    }

    /**
     * Starts one.
     *
     * @param more of the server's environment; it wins
     * @param description turns the catalog file for Google that the sandbox wrote into the one the server reads
     */
    static Installation start(Path root, Map<String, String> more, UnaryOperator<String> description) throws Exception {
        Path folder = Files.createTempDirectory("concierge-proof");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgresOptions.durable(folder.resolve("postgres"), root.resolve(".concierge/pgsql"))
                        .withStopWithJvm(true));
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withCatalogDirectory(folder.resolve("catalog")));
        int port = freePort();
        String clientSecret = random();
        sandbox.registerClient(
                "concierge-proof", clientSecret, "http://localhost:" + port + "/api/v1/oauth/google/callback");
        Map<String, String> environment = environment(postgres, sandbox, folder, port, clientSecret);
        environment.putAll(more);
        rewrite(folder.resolve("catalog"), description);
        run(root, environment, folder, "db", "init");
        run(root, environment, folder, "db", "migrate");
        Process server = launch(root, environment, folder, "serve");
        Installation installation = new Installation(folder, postgres, sandbox, server, port);
        installation.awaitReady();
        return installation;
    }

    private static void rewrite(Path catalog, UnaryOperator<String> description) throws IOException {
        Path google = catalog.resolve("google.yaml");
        Files.writeString(google, description.apply(Files.readString(google)));
    }

    URI url(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    int port() {
        return port;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** Resident memory of the server's process, in megabytes. */
    long serverMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + server.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        }
    }

    /** Transactions the database has ended since its start. */
    long transactions() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.adminUser(), postgres.adminPassword());
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select xact_commit + xact_rollback from pg_stat_database where datname = 'concierge'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            if (!server.waitFor(30, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.destroyForcibly();
        }
        sandbox.close();
        postgres.close();
        delete(folder);
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + START.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                if (!server.isAlive()) {
                    throw new IllegalStateException(
                            "the server ended: " + Files.readString(folder.resolve("serve.log")));
                }
                try {
                    HttpRequest request = HttpRequest.newBuilder(url("/health")).build();
                    if (http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // not listening yet
                }
                server.waitFor(200, TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalStateException("the server was not ready within " + START);
    }

    private static Map<String, String> environment(
            EmbeddedPostgres postgres, Sandbox sandbox, Path folder, int port, String clientSecret) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("ENVIRONMENT", "development");
        environment.put("HTTP_PORT", Integer.toString(port));
        environment.put("MANAGEMENT_PORT", Integer.toString(freePort()));
        environment.put("PUBLIC_URL", "http://localhost:" + port);
        environment.put("SIGN_UP", "open");
        environment.put("LOG_LEVEL", "WARN");
        // One key stands for many backends here; the limit is on, only higher.
        environment.put("CONCIERGE_IDENTITY_CALLBURST", "10000000");
        environment.put("CONCIERGE_IDENTITY_CALLSPERSECOND", "1000000");
        environment.put("ENCRYPTION_KEY", key());
        environment.put("SECRET_KEY", key());
        environment.put("CATALOG_DIR", folder.resolve("catalog").toString());
        environment.put("ALLOWED_PRIVATE_HOSTS", URI.create(sandbox.baseUrl()).getAuthority());
        environment.put("GOOGLE_CLIENT_ID", "concierge-proof");
        environment.put("GOOGLE_CLIENT_SECRET", clientSecret);
        environment.put("POSTGRES_HOST", postgres.host());
        environment.put("POSTGRES_PORT", Integer.toString(postgres.port()));
        environment.put("POSTGRES_DB", "concierge");
        environment.put("POSTGRES_ADMIN_USER", postgres.adminUser());
        environment.put("POSTGRES_ADMIN_PASSWORD", postgres.adminPassword());
        for (String role : List.of("", "OWNER_", "AUTH_", "SYSTEM_")) {
            environment.put("POSTGRES_" + role + "PASSWORD", random());
        }
        return environment;
    }

    private static void run(Path root, Map<String, String> environment, Path folder, String... words) throws Exception {
        Process process = launch(root, environment, folder, words);
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    String.join(" ", words) + " failed: " + Files.readString(folder.resolve(words[0] + ".log")));
        }
    }

    private static Process launch(Path root, Map<String, String> environment, Path folder, String... words)
            throws IOException {
        Path jar = root.resolve("server/target/concierge-server-0.1.0-SNAPSHOT-exec.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("The server's jar is not built: run ./concierge, or mvn package.");
        }
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Xmx512m",
                                "-jar",
                                jar.toString()),
                        Stream.of(words))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve(words[0] + ".log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(java.util.Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
