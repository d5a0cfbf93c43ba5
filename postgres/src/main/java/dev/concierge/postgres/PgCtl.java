package dev.concierge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts and stops the server of a home through {@code pg_ctl}, which also takes it out of the terminal's process group. */
record PgCtl(Home home, Binaries binaries, RunAs runAs) {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String WAIT_SECONDS = "60";

    /** Whether the server is up. When it is not, the log says why. */
    Command.Result start(List<String> settings) {
        return run(List.of(
                "start",
                "--wait",
                "--timeout=" + WAIT_SECONDS,
                "--log=" + home.log(),
                "--options=" + String.join(" ", settings)));
    }

    /** Ends open connections and writes everything out; when that takes too long, stops as a crash would, which loses nothing. */
    void stop() {
        if (!stop("fast").succeeded()) {
            Command.Result second = stop("immediate");
            if (!second.succeeded() && Postmaster.runningIn(home.data()).isPresent()) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL in " + home.directory() + " does not stop: " + second.output());
            }
        }
    }

    private Command.Result stop(String mode) {
        return run(List.of("stop", "--wait", "--timeout=" + WAIT_SECONDS, "--mode=" + mode));
    }

    /** Whether the running server was started with exactly these settings and binaries; it tells in {@code postmaster.opts}. */
    boolean isStartedWith(List<String> settings) {
        try {
            List<String> expected = new ArrayList<>(List.of("-D", home.data().toString()));
            expected.addAll(settings);
            String line = expected.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" "));
            Path options = home.data().resolve("postmaster.opts");
            return Files.readString(options).strip().equals(binaries.postgres().toRealPath() + " " + line);
        } catch (IOException _) {
            return false;
        }
    }

    private Command.Result run(List<String> words) {
        List<String> all = new ArrayList<>(List.of(binaries.pgCtl().toString(), "--pgdata=" + home.data()));
        all.addAll(words);
        return Command.run(runAs.command(all), LIMIT);
    }
}
