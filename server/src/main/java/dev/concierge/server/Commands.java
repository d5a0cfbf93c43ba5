package dev.concierge.server;

import dev.concierge.server.database.DatabaseCommands;
import dev.concierge.server.database.DatabaseSettings;
import dev.concierge.server.encryption.KeyFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** The verbs of the server's jar. */
final class Commands {
    static final int KEEPS_RUNNING = -1;
    static final int DONE = 0;
    static final int FAULT = 1;
    static final int USAGE = 64;
    static final int CONFIGURATION = 78;

    private final PrintStream out;
    private final PrintStream err;

    Commands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs one verb. @return its exit code, or {@link #KEEPS_RUNNING} for the server */
    int run(String... arguments) {
        String verb = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (verb) {
            case "serve" -> serve(rest);
            case "db" -> database(rest);
            case "keys" -> keys(rest);
            case "admin" -> admin(rest);
            case "audit" -> audit(rest);
            case "import" -> imports(rest);
            default -> usage();
        };
    }

    private int serve(String... arguments) {
        boolean migrate = Arrays.asList(arguments).contains("--migrate");
        if (migrate) {
            int code = database("migrate");
            if (code != DONE) {
                return code;
            }
        }
        String[] rest = Arrays.stream(arguments)
                .filter(argument -> !argument.equals("--migrate"))
                .map(Commands::setting)
                .toArray(String[]::new);
        SpringApplication application = new SpringApplication(ConciergeServer.class);
        application.setBannerMode(Banner.Mode.OFF);
        try {
            application.run(rest);
            return KEEPS_RUNNING;
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    /** {@code --role} and {@code --lanes} are the settings {@code ROLE} and {@code LANES}. */
    private static String setting(String argument) {
        return argument.startsWith("--role=") || argument.startsWith("--lanes=")
                ? "--concierge." + argument.substring("--".length())
                : argument;
    }

    private int database(String... arguments) {
        String verb = arguments.length == 0 ? "" : arguments[0];
        try (ConfigurableApplicationContext context = settingsOnly()) {
            DatabaseCommands commands = new DatabaseCommands(context.getBean(DatabaseSettings.class), out);
            switch (verb) {
                case "init" -> init(commands, context.getEnvironment(), arguments);
                case "migrate" -> commands.migrate();
                case "status" -> {
                    return commands.status() ? DONE : FAULT;
                }
                case "fingerprint", "diff" -> {
                    return structure(context, arguments);
                }
                default -> {
                    return usage();
                }
            }
            return DONE;
        } catch (SQLException e) {
            err.println("The database refused: " + e.getMessage());
            return FAULT;
        } catch (FlywayException e) {
            err.println(e.getMessage());
            return FAULT;
        } catch (IllegalArgumentException | NullPointerException e) {
            err.println(e.getMessage());
            return CONFIGURATION;
        }
    }

    private void init(DatabaseCommands commands, Environment environment, String... arguments) throws SQLException {
        if (Arrays.asList(arguments).contains("--print-sql")) {
            commands.printInit();
            return;
        }
        String user = environment.getProperty("POSTGRES_ADMIN_USER");
        String password = environment.getProperty("POSTGRES_ADMIN_PASSWORD");
        if (user == null || password == null) {
            throw new IllegalArgumentException(
                    "db init signs in as POSTGRES_ADMIN_USER with POSTGRES_ADMIN_PASSWORD; give both, or print the SQL with --print-sql.");
        }
        commands.init(new DatabaseSettings.Login(user, password));
    }

    private int structure(ConfigurableApplicationContext context, String... arguments) {
        int code = new StructureCommand(
                        context.getBean(DatabaseSettings.class), context.getEnvironment()::getProperty, out, err)
                .run(arguments);
        return code == USAGE ? usage() : code;
    }

    private int keys(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("generate")) {
            return generate(arguments);
        }
        int code = new KeysCommand(System.in, out, err).run(arguments);
        return code == USAGE ? usage() : code;
    }

    private int generate(String... arguments) {
        if (arguments.length != 3 || !arguments[1].equals("--out")) {
            return usage();
        }
        Path file = Path.of(arguments[2]);
        try {
            KeyFile.generate(file);
            out.println("A new key is in " + file.toAbsolutePath()
                    + " (mode 0600). Keep a copy in a safe place: what it encrypts cannot be read without it.");
            return DONE;
        } catch (FileAlreadyExistsException e) {
            err.println(file + " exists already; a key is never overwritten.");
            return FAULT;
        } catch (IOException e) {
            err.println("The key could not be written to " + file + ": " + e.getMessage());
            return FAULT;
        }
    }

    private int admin(String... arguments) {
        int code = new AdminCommand(System.in, out, err).run(arguments);
        return code == USAGE ? usage() : code;
    }

    private int audit(String... arguments) {
        AuditCommand command = new AuditCommand(out, err);
        return command.understands(arguments) ? command.run(arguments) : usage();
    }

    private int imports(String... arguments) {
        int code = new ImportCommand(out, err).run(arguments);
        return code == USAGE ? usage() : code;
    }

    private int usage() {
        err.println("""
                usage: serve [--migrate] [--role=web,worker] [--lanes=all|none|sync,refresh,maintenance]
                       db init [--print-sql] | db migrate | db status
                       db fingerprint [PLACE] [--json] | db diff PLACE PLACE [--json]   (a file, NAME, postgresql://HOST:PORT/DB or here; docs/database.md)
                       keys generate --out FILE
                       keys status | keys rotate [--dry-run] | keys pause | keys resume
                       keys signing status | rotate [--dry-run] | revoke [--dry-run]
                       keys rewrap                                (the new key in NEW_ENCRYPTION_KEY or NEW_ENCRYPTION_KEY_FILE)
                       keys escrow --out FILE | --verify FILE | --restore FILE   (the passphrase comes from standard input)
                       audit verify [--anchor=CHAIN:SEQUENCE:MAC]…
                       admin create --email ADDRESS --name NAME [--role ROLE]   (the password comes from standard input)
                       admin reset-factors EMAIL | admin unlock EMAIL   (for somebody who lost every second factor, or was locked out)
                       admin revoke-all --provider ID | --registration ID | --account ADDRESS | --everything  --reason TEXT [--dry-run]
                       admin stops | admin stops pause ID | admin stops resume ID   (what became of revoke-all)
                       import FILE [--dry-run] [--report FILE]    (accounts and grants of an older installation; docs/import.md)""");
        return USAGE;
    }

    private static ConfigurableApplicationContext settingsOnly() {
        return new SpringApplicationBuilder(DatabaseSettingsOnly.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(Map.of("logging.level.root", "warn"))
                .run();
    }

    @EnableConfigurationProperties(DatabaseSettings.class)
    static class DatabaseSettingsOnly {}
}
