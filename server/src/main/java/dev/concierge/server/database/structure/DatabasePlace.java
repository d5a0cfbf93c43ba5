package dev.concierge.server.database.structure;

import dev.concierge.server.database.DatabaseSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database that can be looked at, and how to sign in there. A password comes from the configuration only: never from an argument, and it stands in no address.
 *
 * @param host name or address of the server
 * @param login the owner where its password is given, else the system role: what the schema's version is read by, too
 * @param roles how the four roles are called there
 */
public record DatabasePlace(String host, int port, String name, DatabaseSettings.Login login, RoleWords roles) {
    private static final String OWNER = "concierge_owner";
    private static final String APP = "concierge_app";
    private static final String AUTH = "concierge_auth";
    private static final String SYSTEM = "concierge_system";
    private static final int DEFAULT_PORT = 5432;
    private static final String DEFAULT_NAME = "concierge";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_./-]+");
    private static final String CONNECT_SECONDS = "10";

    /** The database of this configuration. */
    public static DatabasePlace of(DatabaseSettings settings) {
        return of(settings, settings.host(), settings.port(), settings.name());
    }

    /**
     * The database that a word of the command line means: {@code here}, an address {@code postgresql://host:port/database} that is signed in to as this configuration
     * says, or a name {@code NAME} whose variables are called {@code NAME_POSTGRES_HOST} and so on.
     *
     * @param variables the value of a variable of the environment, or null
     * @throws IllegalArgumentException with a sentence, when it means none
     */
    public static DatabasePlace of(String word, DatabaseSettings settings, Variables variables) {
        if (word.equals("here")) {
            return of(settings);
        }
        if (word.contains("://")) {
            return ofAddress(word, settings);
        }
        if (!NAME.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "What to look at is a file that is there, a name of a database, an address postgresql://host:port/database, or here; "
                            + (PATH.matcher(word).matches() ? word : "one of the words") + " is none of them.");
        }
        return ofVariables(word, variables);
    }

    /** A value of the environment by its name. */
    @FunctionalInterface
    public interface Variables {
        @Nullable
        String get(String name);
    }

    /** Where it is, without who signs in. */
    public String address() {
        return "postgresql://" + host + ":" + port + "/" + name;
    }

    /**
     * Reads its structure.
     *
     * @throws SQLException when it cannot be reached or refuses
     */
    public Fingerprint fingerprint() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(login.user()));
        properties.setProperty("password", String.valueOf(login.password()));
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("ApplicationName", "concierge db fingerprint");
        try (Connection connection =
                DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + name, properties)) {
            return StructureReader.read(connection, roles);
        }
    }

    private static DatabasePlace ofAddress(String word, DatabaseSettings settings) {
        URI address;
        try {
            address = new URI(word);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(
                    "An address looks like postgresql://host:5432/database; this one does not.");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "An address is postgresql://host:5432/database and nothing else: who signs in, and by which password, stands in the variables"
                            + " POSTGRES_OWNER_USER and POSTGRES_OWNER_PASSWORD.");
        }
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        if (!"postgresql".equals(address.getScheme()) || address.getHost() == null || !path.matches("/[^/]+")) {
            throw new IllegalArgumentException(
                    "An address looks like postgresql://host:5432/database; this one does not.");
        }
        return of(
                settings,
                address.getHost(),
                address.getPort() < 0 ? DEFAULT_PORT : address.getPort(),
                path.substring(1));
    }

    private static DatabasePlace of(DatabaseSettings settings, String host, int port, String name) {
        String owner = orElse(settings.owner().user(), OWNER);
        String system = orElse(settings.system().user(), SYSTEM);
        return new DatabasePlace(
                host,
                port,
                name,
                signIn(
                        "POSTGRES_",
                        owner,
                        settings.owner().password(),
                        system,
                        settings.system().password()),
                new RoleWords(
                        owner,
                        orElse(settings.app().user(), APP),
                        orElse(settings.auth().user(), AUTH),
                        system));
    }

    private static DatabasePlace ofVariables(String word, Variables variables) {
        String prefix = word.toUpperCase(Locale.ROOT).replace('-', '_') + "_POSTGRES_";
        Variables given = name -> blankToNull(variables.get(prefix + name));
        String host = given.get("HOST");
        if (host == null) {
            throw new IllegalArgumentException("There is no file " + word + " and no variable " + prefix
                    + "HOST; a database is named by those (see docs/database.md).");
        }
        String owner = orElse(given.get("OWNER_USER"), OWNER);
        String system = orElse(given.get("SYSTEM_USER"), SYSTEM);
        return new DatabasePlace(
                host,
                port(prefix + "PORT", given.get("PORT")),
                orElse(given.get("DB"), DEFAULT_NAME),
                signIn(prefix, owner, given.get("OWNER_PASSWORD"), system, given.get("SYSTEM_PASSWORD")),
                new RoleWords(owner, orElse(given.get("USER"), APP), orElse(given.get("AUTH_USER"), AUTH), system));
    }

    private static DatabaseSettings.Login signIn(
            String prefix,
            String owner,
            @Nullable String ownerPassword,
            String system,
            @Nullable String systemPassword) {
        if (blankToNull(ownerPassword) != null) {
            return new DatabaseSettings.Login(owner, ownerPassword);
        }
        if (blankToNull(systemPassword) != null) {
            return new DatabaseSettings.Login(system, systemPassword);
        }
        throw new IllegalArgumentException("Neither " + prefix + "OWNER_PASSWORD nor " + prefix
                + "SYSTEM_PASSWORD is given; one of them is needed.");
    }

    private static int port(String variable, @Nullable String value) {
        if (value == null) {
            return DEFAULT_PORT;
        }
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException(variable + " is not the number of a port.");
        }
        return Integer.parseInt(value);
    }

    private static String orElse(@Nullable String value, String usual) {
        return value == null ? usual : value;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
