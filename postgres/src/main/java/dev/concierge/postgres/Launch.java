package dev.concierge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a server came to run.
 *
 * @param adopted whether it ran already
 */
record Launch(Postmaster postmaster, boolean adopted) {

    private static final Logger log = LoggerFactory.getLogger(Launch.class);

    private static final int ATTEMPTS = 5;
    private static final Duration ORPHANS_END = Duration.ofSeconds(10);
    private static final long LARGEST_LOG_BYTES = 10_000_000;
    private static final int LINES_SHOWN = 15;

    static Launch adoptOrStart(PgCtl control, EmbeddedPostgresOptions options) {
        Home home = control.home();
        Optional<Postmaster> left = Postmaster.runningIn(home.data());
        if (left.isPresent() && isWanted(control, options, left.get())) {
            Ports.remember(left.get().port(), home.portFile());
            return new Launch(left.get(), true);
        }
        if (left.isPresent()) {
            log.info(
                    "Stopping a PostgreSQL that runs with other settings (process {})",
                    left.get().process().pid());
            control.stop();
        }
        clearRemains(home.data());
        rotateLog(home);
        return new Launch(start(control, options), false);
    }

    private static boolean isWanted(PgCtl control, EmbeddedPostgresOptions options, Postmaster running) {
        return (options.port() == 0 || options.port() == running.port())
                && control.isStartedWith(settings(options, running.port()));
    }

    /** Another program may take a free port between the choice and the start, so that a failed start is tried on another one. */
    private static Postmaster start(PgCtl control, EmbeddedPostgresOptions options) {
        Home home = control.home();
        for (int attempt = 1; ; attempt++) {
            int port = Ports.choose(options.port(), home.portFile());
            Command.Result result = control.start(settings(options, port));
            if (result.succeeded()) {
                Ports.remember(port, home.portFile());
                return Postmaster.runningIn(home.data()).orElseThrow(() -> failed(home, "it ended right away"));
            }
            if (attempt == ATTEMPTS || Ports.isFree(port)) {
                throw failed(home, result.output());
            }
        }
    }

    /** Given to the server word by word; none may hold a space or a quote, since {@code pg_ctl} hands them to a shell. */
    private static List<String> settings(EmbeddedPostgresOptions options, int port) {
        List<String> words = new ArrayList<>(List.of("-p", Integer.toString(port)));
        set(words, "listen_addresses", "127.0.0.1");
        set(words, "unix_socket_directories", "");
        set(words, "max_connections", Integer.toString(options.maxConnections()));
        set(words, "shared_buffers", "64MB");
        set(words, "timezone", "UTC");
        set(words, "log_timezone", "UTC");
        if (!options.durable()) {
            set(words, "fsync", "off");
            set(words, "synchronous_commit", "off");
            set(words, "full_page_writes", "off");
        }
        return List.copyOf(words);
    }

    private static void set(List<String> words, String name, String value) {
        words.add("-c");
        words.add(name + "=" + value);
    }

    /**
     * A killed main process leaves its file and, for a moment, its children. They must be gone before a new one writes to the same
     * folder; then the file may go, which would stop the start if its number is another program's by now.
     */
    private static void clearRemains(Path data) {
        List<ServerProcess> orphans = ServerProcess.allIn(data);
        CompletableFuture<Void> ended = CompletableFuture.allOf(
                orphans.stream().map(ServerProcess::onExit).toArray(CompletableFuture[]::new));
        ended.copy()
                .completeOnTimeout(null, ORPHANS_END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!ended.isDone()) {
            orphans.forEach(ServerProcess::kill);
        }
        ended.join();
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("postmaster.pid in " + data + " cannot be removed: " + e, e);
        }
    }

    private static void rotateLog(Home home) {
        try {
            if (Files.exists(home.log()) && Files.size(home.log()) > LARGEST_LOG_BYTES) {
                Files.move(home.log(), home.olderLog(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The log " + home.log() + " cannot be put aside: " + e, e);
        }
    }

    private static EmbeddedPostgresException failed(Home home, String output) {
        return new EmbeddedPostgresException("PostgreSQL in " + home.directory() + " does not start: " + output
                + System.lineSeparator() + endOf(home.log()));
    }

    private static String endOf(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException _) {
            return "(no log at " + file + ")";
        }
    }
}
