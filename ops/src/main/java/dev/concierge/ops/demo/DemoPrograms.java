package dev.concierge.ops.demo;

import dev.concierge.ops.Console;
import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import dev.concierge.ops.process.Await;
import dev.concierge.ops.process.Child;
import dev.concierge.postgres.EmbeddedPostgres;
import dev.concierge.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** The three programs of a demo while it runs: started in the order of the plan, stopped server first and PostgreSQL last. */
final class DemoPrograms implements AutoCloseable {

    /** In the order of stopping. */
    enum Name {
        SERVER("server"),
        SANDBOX("sandbox");

        private final String text;

        Name(String text) {
            this.text = text;
        }
    }

    private static final Duration PATIENCE_TO_START = Duration.ofMinutes(3);
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(40);
    private static final int LINES_SHOWN = 25;

    private final DemoFolder folder;
    private final Console console;
    private final CompletableFuture<Void> stop;
    private final AtomicReference<EmbeddedPostgres> postgres = new AtomicReference<>();
    private final Map<Name, Child> children = new ConcurrentHashMap<>();
    private final AtomicReference<Child> training = new AtomicReference<>();
    private final List<CompletableFuture<String>> troubles = new CopyOnWriteArrayList<>();

    /**
     * Nothing runs yet.
     *
     * @param stop completes when the person wants the demo to end
     */
    DemoPrograms(DemoFolder folder, Console console, CompletableFuture<Void> stop) {
        this.folder = folder;
        this.console = console;
        this.stop = stop;
    }

    EmbeddedPostgresOptions postgresOptions() {
        return EmbeddedPostgresOptions.durable(folder.postgres(), folder.binaries())
                .withStopWithJvm(false);
    }

    EmbeddedPostgres startPostgres() {
        EmbeddedPostgres started = EmbeddedPostgres.start(postgresOptions());
        postgres.set(started);
        troubles.add(started.onExit()
                .thenApply(
                        _ -> "PostgreSQL ended; its log is " + folder.postgres().resolve("server.log")));
        return started;
    }

    EmbeddedPostgres postgres() {
        return Optional.ofNullable(postgres.get()).orElseThrow();
    }

    /** Starts one of them, and returns when it answers as healthy. */
    void start(
            Name name, List<String> command, Map<String, String> environment, Path directory, BooleanSupplier healthy)
            throws IOException, InterruptedException {
        Child child = Child.start(name.text, command, environment, directory, folder.log(name.text));
        children.put(name, child);
        CompletableFuture<Integer> end = child.onExit();
        troubles.add(end.thenApply(code -> obituary(child, code)));
        switch (Await.until(healthy, PATIENCE_TO_START, CompletableFuture.anyOf(end, stop))) {
            case CAME -> {}
            case TOO_LATE ->
                throw new OpsException(
                        ExitCode.FAILED,
                        "the " + name.text + " does not answer; its log is "
                                + child.log().path());
            case GIVEN_UP ->
                throw new OpsException(
                        ExitCode.FAILED, stop.isDone() ? "stopped before it was ready" : obituary(child, end.join()));
        }
    }

    /** Makes what lets the next start be quick, in the background; its end is no trouble, whatever it is. */
    void train(ServerProgram server, Map<String, String> environment) throws IOException {
        FastStart fast = server.fast();
        if (!fast.isTried()) {
            fast.clear();
            training.set(Child.start(
                    "training",
                    fast.training(server.jar(), server.marker()),
                    environment,
                    fast.directory(),
                    folder.log("training")));
        }
    }

    /** Completes with what there is to say when one of them ends that should not. */
    CompletableFuture<String> trouble() {
        return CompletableFuture.anyOf(troubles.toArray(CompletableFuture[]::new))
                .thenApply(String.class::cast);
    }

    /** Stops what runs, one after the other, and says so. */
    @Override
    public void close() {
        Child trainee = training.get();
        if (trainee != null) {
            trainee.close();
        }
        for (Name name : Name.values()) {
            Child child = children.get(name);
            if (child != null && child.isAlive()) {
                stop(child);
            }
        }
        EmbeddedPostgres database = postgres.get();
        if (database != null) {
            database.close();
            console.say("  PostgreSQL stopped");
        }
    }

    private void stop(Child child) {
        try {
            boolean byItself = child.stop(PATIENCE_TO_STOP);
            console.say("  " + child.name() + (byItself ? " stopped" : " did not stop in time and was killed"));
        } catch (InterruptedException _) {
            child.close();
            Thread.currentThread().interrupt();
        }
    }

    private static String obituary(Child child, int exitCode) {
        String end = String.join(System.lineSeparator(), child.log().tail(LINES_SHOWN));
        return "the %s ended with %d. The end of %s:%n%s"
                .formatted(child.name(), exitCode, child.log().path(), end);
    }
}
