package dev.concierge.server.database;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The verbs {@code db init}, {@code db migrate} and {@code db status}. They hold plain connections of their own, because the roles that the
 * pools use may not exist yet.
 */
public final class DatabaseCommands {
    private final DatabaseSettings settings;
    private final PrintStream out;

    public DatabaseCommands(DatabaseSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Makes the four roles and the database; repeated, it sets the passwords and rights again and changes nothing else.
     *
     * @param admin a sign-in that may create roles and databases, used by this verb only
     * @throws SQLException when the server refuses; what was done before stays and is found again by the next try
     */
    public void init(DatabaseSettings.Login admin) throws SQLException {
        try (Connection connection = connect("postgres", admin)) {
            for (DatabaseSettings.Login role : roles()) {
                createRole(connection, role);
            }
            createDatabase(connection);
        }
        try (Connection connection = connect(settings.name(), admin);
                Statement statement = connection.createStatement()) {
            for (String sql : rights()) {
                statement.execute(sql);
            }
        }
        out.println("The database " + settings.name() + " and its four roles are ready.");
    }

    /** The SQL of {@link #init} for somebody who may run it by hand; passwords are left for {@code \password}. */
    public void printInit() {
        for (DatabaseSettings.Login role : roles()) {
            out.println(
                    "create role " + quoted(role.user()) + " login nosuperuser nobypassrls nocreatedb nocreaterole;");
            out.println("\\password " + quoted(role.user()));
        }
        out.println("create database " + quoted(settings.name()) + " owner "
                + quoted(settings.owner().user()) + ";");
        out.println("\\connect " + quoted(settings.name()));
        rights().forEach(sql -> out.println(sql + ";"));
    }

    /**
     * Brings the schema to this release's version, as the owner. Each migration is one transaction, but for those that build an index beside the work.
     *
     * @throws FlywayException when a migration fails; those before it stay
     */
    public void migrate() {
        migrate(Pause.SECOND);
    }

    void migrate(Pause pause) {
        new SchemaMigration(flyway(settings.owner()), pause, out).run();
    }

    /** Prints the schema's version and what waits. @return whether nothing waits */
    public boolean status() {
        var info = flyway(settings.owner().user() == null ? settings.system() : settings.owner())
                .info();
        out.println("Schema version " + version(info.current()) + ", this release needs " + latest(info.all()) + ".");
        for (MigrationInfo pending : info.pending()) {
            out.println("  waits: " + pending.getVersion() + " " + pending.getDescription());
        }
        return info.pending().length == 0;
    }

    /** @return what keeps this release from serving on this schema, or null */
    @Nullable
    String versionFault() {
        var info = flyway(settings.system()).info();
        String now = version(info.current());
        String needed = latest(info.all());
        return now.equals(needed)
                ? null
                : "The schema is at version " + now + ", this release needs " + needed + ": run concierge db migrate.";
    }

    private Flyway flyway(DatabaseSettings.Login login) {
        return configuration(login).load();
    }

    /** How migrations are found and run. */
    FluentConfiguration configuration(DatabaseSettings.Login login) {
        return Flyway.configure(DatabaseCommands.class.getClassLoader())
                .dataSource(settings.jdbcUrl(), login.user(), login.password())
                .locations("classpath:db/migration")
                .placeholders(Map.of(
                        "owner", name(settings.owner(), "concierge_owner"),
                        "app", name(settings.app(), "concierge_app"),
                        "auth", name(settings.auth(), "concierge_auth"),
                        "system", name(settings.system(), "concierge_system")))
                // Held by the session: one held by a transaction is an old snapshot, and an index that is built beside
                // the work waits for those to end, for ever.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .callbacks(new MigrationLocks())
                .cleanDisabled(true)
                .validateMigrationNaming(true);
    }

    private void createRole(Connection connection, DatabaseSettings.Login role) throws SQLException {
        String user = Objects.requireNonNull(role.user(), "every role needs a name");
        try (var exists = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            exists.setString(1, user);
            try (ResultSet found = exists.executeQuery()) {
                String verb = found.next() ? "alter" : "create";
                execute(
                        connection,
                        verb + " role " + quoted(user) + " login nosuperuser nobypassrls nocreatedb nocreaterole");
            }
        }
        // Hashed on this side: the password never stands in a statement that the server could log.
        connection
                .unwrap(PGConnection.class)
                .alterUserPassword(
                        user,
                        Objects.requireNonNull(role.password(), "no password for " + user)
                                .toCharArray(),
                        "scram-sha-256");
    }

    private void createDatabase(Connection connection) throws SQLException {
        try (var exists = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            exists.setString(1, settings.name());
            try (ResultSet found = exists.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
        }
        execute(connection, "grant " + quoted(settings.owner().user()) + " to current_user");
        execute(
                connection,
                "create database " + quoted(settings.name()) + " owner "
                        + quoted(settings.owner().user()));
    }

    private List<String> rights() {
        String everyone = String.join(
                ", ",
                quoted(settings.app().user()),
                quoted(settings.auth().user()),
                quoted(settings.system().user()));
        return List.of(
                "revoke all on database " + quoted(settings.name()) + " from public",
                "grant connect on database " + quoted(settings.name()) + " to " + everyone,
                "alter schema public owner to " + quoted(settings.owner().user()),
                "revoke all on schema public from public",
                "grant usage on schema public to " + everyone);
    }

    private List<DatabaseSettings.Login> roles() {
        return List.of(settings.owner(), settings.app(), settings.auth(), settings.system());
    }

    private Connection connect(String database, DatabaseSettings.Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Objects.requireNonNull(login.user(), "no user name"));
        properties.setProperty("password", Objects.requireNonNull(login.password(), "no password"));
        return DriverManager.getConnection(
                "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + database, properties);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String name(DatabaseSettings.Login login, String usual) {
        return login.user() == null ? usual : login.user();
    }

    private static String quoted(@Nullable String identifier) {
        return "\""
                + Objects.requireNonNull(identifier, "a role's name is missing").replace("\"", "\"\"") + "\"";
    }

    static String version(@Nullable MigrationInfo info) {
        return info == null ? "none" : String.valueOf(info.getVersion());
    }

    private static String latest(MigrationInfo[] all) {
        return all.length == 0 ? "none" : version(all[all.length - 1]);
    }
}
