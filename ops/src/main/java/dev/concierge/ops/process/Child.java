package dev.concierge.ops.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside this one and never longer than it: its end of a pipe closes when this program is gone, even by
 * {@code kill -9}, and a small shell script then ends it. The terminal's Ctrl-C does not reach it, so that its parent decides who
 * ends first.
 */
public final class Child implements AutoCloseable {

    private static final String GUARD = read("guard.sh");

    private final String name;
    private final Process guard;
    private final LogFile log;

    private Child(String name, Process guard, LogFile log) {
        this.name = name;
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts a program with nothing in its environment but what is given, its words appended to the log.
     *
     * @param directory its working directory
     */
    public static Child start(
            String name, List<String> command, Map<String, String> environment, Path directory, LogFile log)
            throws IOException {
        log.rotate();
        List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), log);
    }

    public String name() {
        return name;
    }

    public LogFile log() {
        return log;
    }

    public boolean isAlive() {
        return guard.isAlive();
    }

    /** Completes with the program's exit code when it has ended, for whatever reason. */
    public CompletableFuture<Integer> onExit() {
        return guard.onExit().thenApply(Process::exitValue);
    }

    /**
     * Asks the program to end and waits; kills it when it takes longer.
     *
     * @return whether it ended by itself
     */
    public boolean stop(Duration patience) throws InterruptedException {
        List<ProcessHandle> all = guard.descendants().toList();
        guard.destroy();
        boolean byItself = guard.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        all.forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly().waitFor();
        return byItself;
    }

    /** Kills the program if it still runs. */
    @Override
    public void close() {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
    }

    private static String read(String resource) {
        try (InputStream stream = Child.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not in the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }
}
