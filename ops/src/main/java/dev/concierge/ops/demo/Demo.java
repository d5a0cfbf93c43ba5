package dev.concierge.ops.demo;

import dev.concierge.ops.Console;
import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import dev.concierge.ops.Workspace;
import dev.concierge.ops.process.Interrupts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts everything on this machine, prints one address and one sign-in, and stays until it is told to end. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start PostgreSQL, the provider sandbox and the server on this machine.")
public final class Demo implements Callable<Integer> {

    private static final int INTERRUPTED_TWICE = 130;

    private final Workspace workspace;
    private final Console console = new Console(System.out);
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    @Mixin
    private final DemoOptions options = new DemoOptions();

    public Demo(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        refuseProduction(System.getenv().getOrDefault("ENVIRONMENT", ""));
        DemoFolder folder = new DemoFolder(workspace.state().resolve("demo"));
        DemoPrograms programs = new DemoPrograms(folder, console, stop);
        try (Web web = new Web()) {
            DemoPlan plan = new DemoPlan(workspace, folder, options, programs, web, console);
            if (options.dryRun) {
                plan.plan().lines().forEach(console::say);
                return ExitCode.DONE;
            }
            try (DemoLock _ = DemoLock.take(folder.lock())) {
                Interrupts.on(
                        () -> stop.complete(null), () -> Runtime.getRuntime().halt(INTERRUPTED_TWICE));
                return run(plan, programs);
            }
        }
    }

    private int run(DemoPlan plan, DemoPrograms programs) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        console.say("Starting the demo ...");
        try (programs) {
            plan.plan().run(console);
            welcome(plan.environment(), Duration.ofNanos(System.nanoTime() - begun));
            programs.train(plan.server(), plan.environment().server(programs.postgres()));
            return stay(programs);
        }
    }

    static void refuseProduction(String environment) {
        if (environment.equals("production")) {
            throw new OpsException(
                    ExitCode.REFUSED,
                    "ENVIRONMENT is production: the demo has throw-away keys and sign-ins and does not start there.");
        }
    }

    private void welcome(DemoEnvironment environment, Duration took) {
        Welcome welcome = new Welcome(environment, took);
        DemoFolder.writePrivately(environment.folder().signIn(), welcome.signInFile());
        welcome.lines().forEach(console::say);
    }

    private int stay(DemoPrograms programs) {
        CompletableFuture<String> trouble = programs.trouble();
        CompletableFuture.anyOf(stop, trouble).join();
        if (stop.isDone()) {
            console.say("Stopping ...");
            return ExitCode.DONE;
        }
        throw new OpsException(ExitCode.FAILED, trouble.join());
    }
}
