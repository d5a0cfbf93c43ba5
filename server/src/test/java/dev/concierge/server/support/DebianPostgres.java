package dev.concierge.server.support;

import dev.concierge.server.database.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of an older major, where Debian's package of it is installed: a server of its own in a folder that goes with it. */
public final class DebianPostgres implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final String ADMIN = "admin";
    private static final int NOBODY = 65_534;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private final String password = UUID.randomUUID().toString();

    private DebianPostgres(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static boolean installed() {
        return Files.isExecutable(PROGRAMS.resolve("initdb"));
    }

    /** Makes a cluster and starts it; its major is 15. */
    public static DebianPostgres start() {
        try {
            DebianPostgres postgres = new DebianPostgres(Files.createTempDirectory("postgres-15-"), freePort());
            postgres.launch();
            return postgres;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sign-in of its superuser. */
    public DatabaseSettings.Login admin() {
        return new DatabaseSettings.Login(ADMIN, password);
    }

    /** A database of this server that is not there yet, its four roles called as usual. */
    public DatabaseSettings settings(String database) {
        return new DatabaseSettings(
                "127.0.0.1",
                port,
                database,
                login("app"),
                login("auth"),
                login("system"),
                login("owner"),
                8,
                3,
                4,
                Duration.ofSeconds(5));
    }

    private DatabaseSettings.Login login(String role) {
        return new DatabaseSettings.Login("concierge_" + role, password);
    }

    private void launch() throws IOException {
        Path secret = Files.writeString(folder.resolve("password"), password);
        give(folder);
        give(secret);
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                ADMIN,
                "--pwfile=" + secret,
                "-A",
                "scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "-N");
        run(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -k " + folder,
                "start");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Override
    public void close() {
        run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** PostgreSQL does not run as root. */
    private static void give(Path path) throws IOException {
        if (isRoot()) {
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(PROGRAMS.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            // Into a file: a server that goes on running would keep a pipe open.
            Path said = Files.createTempFile("postgres-15-", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(program + " failed: " + Files.readString(said));
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
