package dev.concierge.server.support;

import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.util.FileSystemUtils;

/**
 * A whole installation for a test: database, sandbox, one or more servers, and the clocks of both sides. The server reaches the sandbox as it
 * would reach a provider, through {@code CATALOG_DIR} and {@code ALLOWED_PRIVATE_HOSTS}.
 */
public final class World implements AutoCloseable {
    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = new SettableClock();
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final Sandbox sandbox;
    private final Path catalog;
    private final String clientSecret = random();
    private final List<TestServer> nodes = new ArrayList<>();

    private World() {
        try {
            this.catalog = Files.createTempDirectory("concierge-catalog");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.sandbox = Sandbox.start(SandboxOptions.defaults().withCatalogDirectory(catalog));
    }

    /** One server. Background lanes are off: tests run what is due themselves. */
    public static World start() {
        return start(1, Map.of());
    }

    /**
     * Starts several nodes of one installation.
     *
     * @param settings for every node, by the names of {@code application.yaml}; they win. {@code {sandbox}} in one stands for the sandbox's address,
     *     {@code {sandbox-host}} for its host and port
     */
    public static World start(int nodes, Map<String, String> settings) {
        return start(nodes, settings, text -> text);
    }

    /**
     * As the other, with another description of Google.
     *
     * @param description turns the catalog file that the sandbox wrote into the one the servers read
     */
    public static World start(int nodes, Map<String, String> settings, UnaryOperator<String> description) {
        World world = new World();
        world.rewrite(description);
        int port = TestServer.freePort();
        String origin = "http://localhost:" + port;
        world.sandbox.registerClient(
                "concierge-test",
                world.clientSecret,
                origin + "/api/v1/oauth/google/callback",
                origin + "/api/v1/oauth/youtube/callback",
                origin + "/auth/callback/google");
        for (int node = 0; node < nodes; node++) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("CATALOG_DIR", world.catalog.toString());
            all.put("ALLOWED_PRIVATE_HOSTS", URI.create(world.sandbox.baseUrl()).getAuthority());
            all.put("GOOGLE_CLIENT_ID", "concierge-test");
            all.put("GOOGLE_CLIENT_SECRET", world.clientSecret);
            all.put("PUBLIC_URL", origin);
            all.put("LANES", "none");
            settings.forEach((name, value) -> all.put(name, filled(value, world.sandbox.baseUrl())));
            world.nodes.add(TestServer.start(
                    world.database, world.clock, world.keys, node == 0 ? port : TestServer.freePort(), all));
        }
        return world;
    }

    private static String filled(String value, String sandbox) {
        return value.replace("{sandbox}", sandbox)
                .replace("{sandbox-host}", URI.create(sandbox).getAuthority());
    }

    private void rewrite(UnaryOperator<String> description) {
        Path google = catalog.resolve("google.yaml");
        try {
            Files.writeString(google, description.apply(Files.readString(google)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts another node of this installation as a process of its own, on the machine's clock, for a test that kills it. Whoever starts it ends it.
     *
     * @param said where its words go
     * @param more of its environment; it wins
     * @param words its verb and what belongs to it
     */
    public Process process(Path said, Map<String, String> more, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.concierge.server.Main");
        builder.command().addAll(List.of(words));
        Map<String, String> variables = builder.environment();
        variables.put("POSTGRES_HOST", database.settings().host());
        variables.put("POSTGRES_PORT", Integer.toString(database.port()));
        variables.put("POSTGRES_DB", database.name());
        for (String role : List.of("", "AUTH_", "SYSTEM_")) {
            variables.put("POSTGRES_" + role + "PASSWORD", database.password());
        }
        variables.put("ENVIRONMENT", "test");
        variables.put("ENCRYPTION_KEY", keys.encryption());
        variables.put("SECRET_KEY", keys.secret());
        variables.put("PUBLIC_URL", "http://localhost:" + server().url().getPort());
        variables.put("HTTP_PORT", Integer.toString(TestServer.freePort()));
        variables.put("MANAGEMENT_PORT", Integer.toString(TestServer.freePort()));
        variables.put("CATALOG_DIR", catalog.toString());
        variables.put("ALLOWED_PRIVATE_HOSTS", URI.create(sandbox.baseUrl()).getAuthority());
        variables.put("GOOGLE_CLIENT_ID", "concierge-test");
        variables.put("GOOGLE_CLIENT_SECRET", clientSecret);
        variables.putAll(more);
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    public TestDatabase database() {
        return database;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public SettableClock clock() {
        return clock;
    }

    public TestServer server() {
        return nodes.getFirst();
    }

    public TestServer node(int number) {
        return nodes.get(number);
    }

    /** The address people use: {@code PUBLIC_URL}. */
    public URI url(String path) {
        return server().url().resolve(path);
    }

    /** Moves the clocks of the servers and of the sandbox. */
    public void advance(Duration step) {
        clock.advance(step);
        sandbox.clock().advance(step);
    }

    /** Secrets that this test's set-up made. */
    public List<String> secrets() {
        return List.of(keys.encryption(), keys.secret(), clientSecret, database.password(), sandbox.controlToken());
    }

    /** A browser in which nobody is signed in. */
    public Visitor visitor() {
        return new Visitor(this, new Browser());
    }

    /** Somebody at a browser in which whoever it was is signed in already. */
    public Visitor visitor(Browser browser) {
        return new Visitor(this, browser);
    }

    @Override
    public void close() {
        nodes.reversed().forEach(TestServer::close);
        sandbox.close();
        database.close();
        try {
            FileSystemUtils.deleteRecursively(catalog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
