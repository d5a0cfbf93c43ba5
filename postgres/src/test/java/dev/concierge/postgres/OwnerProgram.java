package dev.concierge.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A program of its own that starts a server, says its port, and lives until its input ends or somebody kills it. */
final class OwnerProgram implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Process process;

    private OwnerProgram(Process process) {
        this.process = process;
    }

    public static void main(String[] words) throws IOException {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(EmbeddedPostgresOptions.durable(Path.of(words[0]), Path.of(words[1])))) {
            System.out.println("port " + postgres.port());
            int end = System.in.read();
            if (end >= 0) {
                throw new IllegalStateException("nothing should be said");
            }
        }
    }

    static OwnerProgram start(Path home, Path binaries) throws IOException {
        return new OwnerProgram(new ProcessBuilder(
                        JAVA.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerProgram.class.getName(),
                        home.toString(),
                        binaries.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Waits until its server is up. */
    int port() throws IOException {
        String line = process.inputReader().readLine();
        if (line == null || !line.startsWith("port ")) {
            throw new IOException("the owner said: " + line);
        }
        return Integer.parseInt(line.substring("port ".length()));
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
