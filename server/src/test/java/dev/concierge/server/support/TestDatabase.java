package dev.concierge.server.support;

import dev.concierge.postgres.EmbeddedPostgres;
import dev.concierge.postgres.EmbeddedPostgresOptions;
import dev.concierge.server.database.DatabaseCommands;
import dev.concierge.server.database.DatabaseSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A migrated database of its own on the PostgreSQL of this test run, made by copying one that was set up by the product's own {@code db init}
 * and {@code db migrate}. The four roles are real ones, with rights as in production.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String PASSWORD = "only-for-tests-on-loopback";
    private static final String TEMPLATE = "concierge_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path HOME =
            TARGET.resolve("postgres-" + ProcessHandle.current().pid());

    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(EmbeddedPostgresOptions.forTests(HOME, TARGET.resolve("postgres-binaries")));
            try {
                DatabaseCommands commands = new DatabaseCommands(
                        settings(postgres, TEMPLATE),
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
                commands.init(new DatabaseSettings.Login(postgres.adminUser(), postgres.adminPassword()));
                commands.migrate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return postgres;
        }
    }

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A new database with the schema of this release and nothing in it. */
    public static TestDatabase create() {
        String name = "test_" + NUMBER.incrementAndGet();
        admin("postgres", "create database " + name + " template " + TEMPLATE + " owner concierge_owner");
        admin(
                name,
                "revoke all on database " + name + " from public; grant connect on database " + name
                        + " to concierge_app, concierge_auth, concierge_system");
        return new TestDatabase(name);
    }

    /** A database of its own that was made and migrated from nothing, its four roles called {@code roles} and the usual ending: no copy of another. */
    public static DatabaseSettings migratedFromNothing(String roles) throws SQLException {
        DatabaseSettings settings = initialised(roles);
        commands(settings).migrate();
        return settings;
    }

    /** A database of its own with its four roles and nothing in it: no migration was run. */
    public static DatabaseSettings initialised(String roles) throws SQLException {
        DatabaseSettings settings = settings(Server.POSTGRES, "test_" + NUMBER.incrementAndGet(), roles);
        commands(settings)
                .init(new DatabaseSettings.Login(Server.POSTGRES.adminUser(), Server.POSTGRES.adminPassword()));
        return settings;
    }

    private static DatabaseCommands commands(DatabaseSettings settings) {
        return new DatabaseCommands(
                settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    /** How a server reaches it; the small pools let several nodes share the test's PostgreSQL. */
    public DatabaseSettings settings() {
        return settings(Server.POSTGRES, name);
    }

    public String name() {
        return name;
    }

    public String password() {
        return PASSWORD;
    }

    public int port() {
        return serverPort();
    }

    /** The port of the PostgreSQL of this test run, also before a database was made. */
    public static int serverPort() {
        return Server.POSTGRES.port();
    }

    /** The major version of the PostgreSQL of this test run. */
    public static int serverMajor() {
        return superuser("postgres")
                .sql("select current_setting('server_version_num')::int / 10000")
                .query(Integer.class)
                .single();
    }

    /** The owner, who sees every row: for a test's questions, and for a database writer who attacks. */
    public JdbcClient owner() {
        return as("concierge_owner");
    }

    /** A client of one of the four roles, each statement its own transaction and without an account set. */
    public JdbcClient as(String role) {
        return JdbcClient.create(new DriverManagerDataSource(Server.POSTGRES.jdbcUrl(name), role, PASSWORD));
    }

    /** A plain connection of one of the four roles, for tests that need one session. */
    public Connection connect(String role) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", PASSWORD);
        return DriverManager.getConnection(Server.POSTGRES.jdbcUrl(name), properties);
    }

    /** A plain connection of the superuser, who can become any role and put rows out of the way. */
    public Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(
                Server.POSTGRES.jdbcUrl(name), Server.POSTGRES.adminUser(), Server.POSTGRES.adminPassword());
    }

    /** A client of the superuser, for what no role of ours may see (roles, activity). */
    public static JdbcClient superuser(String database) {
        return JdbcClient.create(new DriverManagerDataSource(
                Server.POSTGRES.jdbcUrl(database), Server.POSTGRES.adminUser(), Server.POSTGRES.adminPassword()));
    }

    /** What PostgreSQL itself logs, for all databases of this test run. */
    public static Path serverLog() {
        return HOME.resolve("server.log");
    }

    @Override
    public void close() {
        admin("postgres", "drop database if exists " + name + " with (force)");
    }

    private static void admin(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        Server.POSTGRES.jdbcUrl(database),
                        Server.POSTGRES.adminUser(),
                        Server.POSTGRES.adminPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseSettings settings(EmbeddedPostgres postgres, String name) {
        return settings(postgres, name, "concierge");
    }

    private static DatabaseSettings settings(EmbeddedPostgres postgres, String name, String roles) {
        return new DatabaseSettings(
                postgres.host(),
                postgres.port(),
                name,
                login(roles + "_app"),
                login(roles + "_auth"),
                login(roles + "_system"),
                login(roles + "_owner"),
                8,
                3,
                4,
                Duration.ofSeconds(5));
    }

    private static DatabaseSettings.Login login(String role) {
        return new DatabaseSettings.Login(role, PASSWORD);
    }
}
