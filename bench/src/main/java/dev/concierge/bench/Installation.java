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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A whole installation in a folder of its own: a durable PostgreSQL, the sandbox, and the server's jar as a process, as in production. */
final class Installation implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(6);
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final Sandbox sandbox;
    private final Map<String, String> environment;
    private final Process server;
    private final int port;

    private Installation(
            Path root,
            Path folder,
            EmbeddedPostgres postgres,
            Sandbox sandbox,
            Map<String, String> environment,
            Process server,
            int port) {
        this.root = root;
        this.folder = folder;
        this.postgres = postgres;
        this.sandbox = sandbox;
        this.environment = environment;
        this.server = server;
        this.port = port;
    }

    static Installation start(Path root) throws Exception {
        return start(root, Map.of(), text -> text);
    }

    /**
     * Starts one.
     *
     * @param more of the server's environment; it wins, but for hosts that may be called, which are added
     * @param description turns the catalog file for Google that the sandbox wrote into the one the server reads
     */
    static Installation start(Path root, Map<String, String> more, UnaryOperator<String> description) throws Exception {
        var _ = serverJar(root);
        Path folder = Files.createTempDirectory("concierge-proof");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgresOptions.durable(folder.resolve("postgres"), root.resolve(".concierge/pgsql"))
                        .withStopWithJvm(true));
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withCatalogDirectory(folder.resolve("catalog")));
        int port = freePort();
        String clientSecret = random();
        String callbacks = "http://localhost:" + port + "/api/v1/oauth/";
        sandbox.registerClient(
                "concierge-proof", clientSecret, callbacks + "google/callback", callbacks + "youtube/callback");
        Map<String, String> environment = environment(postgres, sandbox, folder, port, clientSecret);
        more.forEach((name, value) -> environment.merge(
                name, value, (own, its) -> name.equals("ALLOWED_PRIVATE_HOSTS") ? own + "," + its : its));
        rewrite(folder.resolve("catalog"), description);
        run(root, environment, folder, "db", "init");
        run(root, environment, folder, "db", "migrate");
        Process server = launch(root, environment, folder, "serve");
        Installation installation = new Installation(root, folder, postgres, sandbox, environment, server, port);
        awaitReady(server, port, folder.resolve("serve.log"));
        return installation;
    }

    /** Another node of the same installation, ready to answer. */
    static final class Node implements AutoCloseable {
        private final Process process;
        private final int port;

        private Node(Process process, int port) {
            this.process = process;
            this.port = port;
        }

        int port() {
            return port;
        }

        /** Ends it as {@code kill -9} does, and waits until it is gone. */
        void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /**
     * Starts another node, whose catalog says something else of Google, and waits until it answers.
     *
     * @param privateHosts more hosts that it may call
     */
    Node another(String privateHosts, UnaryOperator<String> description) throws Exception {
        int itsPort = freePort();
        Path itsFolder = Files.createTempDirectory(folder, "node");
        Path itsCatalog = Files.createDirectory(itsFolder.resolve("catalog"));
        try (Stream<Path> files = Files.list(folder.resolve("catalog"))) {
            for (Path file : files.toList()) {
                Files.copy(file, itsCatalog.resolve(file.getFileName().toString()));
            }
        }
        rewrite(itsCatalog, description);
        Map<String, String> its = new TreeMap<>(environment);
        its.put("HTTP_PORT", Integer.toString(itsPort));
        its.put("MANAGEMENT_PORT", Integer.toString(freePort()));
        its.put("CATALOG_DIR", itsCatalog.toString());
        // It lives for seconds: what takes long is its start.
        its.put("JAVA_TOOL_OPTIONS", QUICK_START);
        its.put("ALLOWED_PRIVATE_HOSTS", environment.get("ALLOWED_PRIVATE_HOSTS") + "," + privateHosts);
        Process process = launch(root, its, itsFolder, "serve");
        awaitReady(process, itsPort, itsFolder.resolve("serve.log"));
        return new Node(process, itsPort);
    }

    /**
     * Starts another node with the same catalog and waits until it answers.
     *
     * @param more of its environment; it wins
     */
    Node another(Map<String, String> more) throws Exception {
        int itsPort = freePort();
        Path itsFolder = Files.createTempDirectory(folder, "node");
        Map<String, String> its = new TreeMap<>(environment);
        its.put("HTTP_PORT", Integer.toString(itsPort));
        its.put("MANAGEMENT_PORT", Integer.toString(freePort()));
        its.putAll(more);
        Process process = launch(root, its, itsFolder, "serve");
        awaitReady(process, itsPort, itsFolder.resolve("serve.log"));
        return new Node(process, itsPort);
    }

    /** Runs a verb with the installation's environment. @throws IllegalStateException with what it said, when it fails */
    void command(String... words) throws Exception {
        run(root, environment, Files.createTempDirectory(folder, "command"), words);
    }

    /** A variable of the servers' environment. */
    String setting(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Kills one of the database's processes, whereupon it ends all others, recovers what was committed and goes on, under the same address. */
    void crashDatabase() throws SQLException {
        try (Connection connection = database();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select pid from pg_stat_activity where backend_type = 'checkpointer'")) {
            row.next();
            ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    /**
     * Starts a verb of the program beside the server.
     *
     * @param itsFolder where its words go, into {@code {verb}.log}
     * @param more of its environment; it wins
     */
    Process verb(Path itsFolder, Map<String, String> more, String... words) throws IOException {
        Map<String, String> its = new TreeMap<>(environment);
        its.putAll(more);
        return launch(root, its, itsFolder, words);
    }

    /** The most resident memory that a process has had so far, in megabytes; 0 when it is gone. */
    static long peakMegabytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    /** A superuser's session in the installation's database. */
    Connection database() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl("concierge"), postgres.adminUser(), postgres.adminPassword());
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

    long serverPid() {
        return server.pid();
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

    /** Time on a processor that the server's process has had so far; with the difference of two of these the speed of other programs is out. */
    Duration serverProcessor() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Time on a processor that the database's processes of now have had so far. */
    Duration databaseProcessor() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("postgres"), 3)) {
            Path pidFile = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            return ProcessHandle.of(pid).stream()
                    .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.children()))
                    .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
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

    private static void awaitReady(Process server, int port, Path log) throws Exception {
        long end = System.nanoTime() + START.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                if (!server.isAlive()) {
                    throw new IllegalStateException("the server ended: " + Files.readString(log));
                }
                try {
                    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
                            .build();
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
        // Everybody of a proof comes from one address.
        environment.put("CONCIERGE_IDENTITY_SIGNUPBURST", "100000");
        environment.put("CONCIERGE_IDENTITY_CALLSPERSECOND", "1000000");
        for (String subject : List.of("ACCOUNT", "CALLER", "PROVIDER", "INTEGRATION")) {
            environment.put("CONCIERGE_LIMITS_" + subject, "10000000/1s,900000000000/1d");
        }
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

    /** The program as the launcher has installed it; as Maven has just made it where a test says so. */
    private static Path serverJar(Path root) {
        String libraries = System.getProperty("concierge.libraries");
        String made = System.getProperty("concierge.server.jar");
        Path jar = libraries != null
                ? Path.of(libraries, "server.jar")
                : made != null ? Path.of(made) : root.resolve(".concierge/lib/server.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("The program " + jar + " is missing; ./concierge prove builds it.");
        }
        return jar;
    }

    private static Process launch(Path root, Map<String, String> environment, Path folder, String... words)
            throws IOException {
        Path jar = serverJar(root);
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
        if (System.getProperty("concierge.libraries") == null) {
            // A test at the smallest scale measures nothing: what takes long is the start of its programs.
            builder.environment().put("JAVA_TOOL_OPTIONS", QUICK_START);
        }
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

    /** One that nobody listens at and that was not given out before: it is listened at only some seconds later. */
    private static int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN_OUT.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
