package dev.concierge.ops.suite;

import dev.concierge.ops.Console;
import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import dev.concierge.ops.Workspace;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs every check and test of every module. The last line it prints is {@code N passed, N failed}, alone. */
@Command(name = "test", mixinStandardHelpOptions = true, description = "Run every test of every module.")
public final class TestSuite implements Callable<Integer> {

    private static final int MOST_FAILURES_SHOWN = 50;

    private final Workspace workspace;
    private final Console console = new Console(System.out);

    public TestSuite(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path maven = workspace.maven();
        if (maven == null) {
            throw new OpsException(ExitCode.MISSING, "the launcher did not say where Maven is");
        }
        Path chromium = new Chromium(System.getenv(), workspace.state().resolve("apt.log"), console).require();
        Path log = workspace.state().resolve("test.log");
        console.say("Testing everything; the whole output goes to " + log);
        Reports.clear(workspace.root());
        Counts.clear(workspace.root());
        int exitCode = run(maven, chromium, log);
        return conclude(exitCode, Reports.read(workspace.root()), Counts.read(workspace.root()));
    }

    /** A failed test does not keep the later modules from being tested; the reports tell. */
    private int run(Path maven, Path chromium, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        maven.toString(), "-B", "-Dstyle.color=never", "-Dmaven.test.failure.ignore=true", "verify")
                .directory(workspace.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("CHROMIUM_PATH", chromium.toString());
        builder.environment().put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try (BufferedReader lines = process.inputReader();
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            MavenOutput output = new MavenOutput();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line);
                copy.newLine();
                output.show(line).ifPresent(console::say);
            }
        }
        return process.waitFor();
    }

    private int conclude(int mavenExitCode, Reports reports, Counts counts) {
        List<String> failures = reports.failures();
        if (!failures.isEmpty()) {
            console.say("");
            console.say("Failed:");
            failures.stream().limit(MOST_FAILURES_SHOWN).forEach(failure -> console.say("  " + failure));
        }
        if (mavenExitCode != 0) {
            console.say(
                    "The build failed (Maven ended with " + mavenExitCode + "), so that not everything was tested.");
        }
        if (reports.skipped() > 0) {
            console.say(reports.skipped() + " skipped");
        }
        console.say("");
        counts.table(reports.passed() + reports.failed()).forEach(console::say);
        console.say("");
        console.say(reports.passed() + " passed, " + reports.failed() + " failed");
        return exitCode(mavenExitCode, reports);
    }

    /** Nothing tested is no success either. */
    static int exitCode(int mavenExitCode, Reports reports) {
        if (mavenExitCode != 0) {
            return mavenExitCode;
        }
        return reports.failed() > 0 || reports.tests() == 0 ? ExitCode.FAILED : ExitCode.DONE;
    }
}
