package dev.concierge.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs to its end, in an environment that no {@code PG…} variable or locale of the caller reaches. */
final class Command {

    /**
     * How a program ended.
     *
     * @param output standard output and error as one text
     */
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private Command() {}

    /** Waits for the end; a program that takes longer than the limit is killed and counts as failed. */
    static Result run(List<String> words, Duration limit) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
            environment.clear();
            environment.put("PATH", path);
            environment.put("LC_ALL", "C");
            environment.put("TZ", "UTC");
            Process process = builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            return waitFor(process, words.getFirst(), limit);
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        }
    }

    private static Result waitFor(Process process, String name, Duration limit) {
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Result(124, name + " did not end within " + limit.toSeconds() + " s");
            }
            return new Result(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while " + name + " was running", e);
        }
    }

    private static String read(Process process) {
        try (var stream = process.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
