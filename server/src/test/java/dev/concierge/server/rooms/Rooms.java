package dev.concierge.server.rooms;

import dev.concierge.postgres.EmbeddedPostgres;
import dev.concierge.postgres.EmbeddedPostgresOptions;
import dev.concierge.server.database.DatabaseCommands;
import dev.concierge.server.database.DatabaseSettings;
import dev.concierge.server.database.DatabaseSettings.Login;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A few rooms, started on a fresh database of a server that all tests of the JVM share. Several may be opened on one database: they are nodes.
 */
public final class Rooms implements AutoCloseable {
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable String template;

    private final ConfigurableApplicationContext context;
    private final DatabaseSettings database;

    private Rooms(ConfigurableApplicationContext context, DatabaseSettings database) {
        this.context = context;
        this.database = database;
    }

    /** Names the rooms (packages below {@code dev.concierge.server}) and beans of the test, then opens. */
    public static Opening with(String... rooms) {
        return new Opening(List.of(rooms));
    }

    public static final class Opening {
        private final List<String> rooms;
        private final Map<String, Object> properties = new HashMap<>();
        private final Map<String, Object> beans = new HashMap<>();
        private Clock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
        private @Nullable DatabaseSettings database;

        private Opening(List<String> rooms) {
            this.rooms = rooms;
            properties.put("concierge.lanes", "none");
        }

        public Opening clock(Clock other) {
            clock = other;
            return this;
        }

        public Opening set(String property, Object value) {
            properties.put(property, value);
            return this;
        }

        public Opening bean(String name, Object bean) {
            beans.put(name, bean);
            return this;
        }

        /** Another node on the database of that one. */
        public Opening beside(Rooms other) {
            database = other.database;
            return this;
        }

        public Rooms open() throws SQLException {
            DatabaseSettings settings = database == null ? freshDatabase() : database;
            properties(settings).forEach(properties::putIfAbsent);
            ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                    .web(WebApplicationType.NONE)
                    .logStartupInfo(false)
                    .properties("logging.level.root=warn")
                    .initializers(this::register)
                    .run();
            return new Rooms(context, settings);
        }

        private void register(ConfigurableApplicationContext context) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean(Clock.class, () -> clock);
            generic.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
            generic.registerBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry());
            beans.forEach((name, bean) -> register(generic, name, bean));
            for (String room : rooms) {
                ((AnnotationConfigApplicationContext) generic).scan("dev.concierge.server." + room);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T> void register(GenericApplicationContext context, String name, T bean) {
            context.registerBean(name, (Class<T>) bean.getClass(), () -> bean);
        }
    }

    static class Nothing {}

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public DatabaseSettings database() {
        return database;
    }

    /** A connection of the role that owns the schema: the operator's, or an attacker's who got that far. */
    public Connection asOwner() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
                database.owner().user(),
                database.owner().password());
    }

    /** What a role's own connection may do, without the server in between. */
    public Connection as(Login login) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
                login.user(),
                login.password());
    }

    @Override
    public void close() {
        context.close();
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            Path home = Path.of(System.getProperty("java.io.tmpdir"), "concierge-tests");
            server = EmbeddedPostgres.start(EmbeddedPostgresOptions.forTests(
                    home.resolve("data-" + ProcessHandle.current().pid()), home.resolve("binaries")));
        }
        return server;
    }

    private static DatabaseSettings freshDatabase() throws SQLException {
        EmbeddedPostgres postgres = server();
        String name = "rooms_" + UUID.randomUUID().toString().substring(0, 8);
        try (Connection admin = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.adminUser(), postgres.adminPassword());
                Statement statement = admin.createStatement()) {
            statement.execute("create database " + name + " template " + template(postgres) + " owner rooms_owner");
        }
        DatabaseSettings settings = settings(postgres, name);
        commands(settings).init(new Login(postgres.adminUser(), postgres.adminPassword()));
        return settings;
    }

    /** The schema of this release, migrated once in a JVM. */
    private static synchronized String template(EmbeddedPostgres postgres) throws SQLException {
        if (template == null) {
            DatabaseSettings settings = settings(postgres, "rooms_template");
            DatabaseCommands commands = commands(settings);
            commands.init(new Login(postgres.adminUser(), postgres.adminPassword()));
            commands.migrate();
            template = settings.name();
        }
        return template;
    }

    private static DatabaseCommands commands(DatabaseSettings settings) {
        return new DatabaseCommands(
                settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    private static DatabaseSettings settings(EmbeddedPostgres postgres, String name) {
        return new DatabaseSettings(
                postgres.host(),
                postgres.port(),
                name,
                login("app"),
                login("auth"),
                login("system"),
                login("owner"),
                8,
                3,
                4,
                Duration.ofSeconds(5));
    }

    private static Login login(String role) {
        return new Login("rooms_" + role, "password of " + role);
    }

    private static Map<String, Object> properties(DatabaseSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("concierge.database.host", settings.host());
        all.put("concierge.database.port", settings.port());
        all.put("concierge.database.name", settings.name());
        all.put("concierge.database.app.user", settings.app().user());
        all.put("concierge.database.app.password", settings.app().password());
        all.put("concierge.database.auth.user", settings.auth().user());
        all.put("concierge.database.auth.password", settings.auth().password());
        all.put("concierge.database.system.user", settings.system().user());
        all.put("concierge.database.system.password", settings.system().password());
        all.put("concierge.encryption-key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        all.put("concierge.secret-key", "EjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8=");
        return all;
    }
}
