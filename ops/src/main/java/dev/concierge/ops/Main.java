package dev.concierge.ops;

import dev.concierge.ops.demo.Demo;
import dev.concierge.ops.suite.TestSuite;
import dev.concierge.postgres.EmbeddedPostgresException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs that the launcher does not hand to another program. */
@Command(name = "concierge", mixinStandardHelpOptions = true)
public final class Main {

    private Main() {}

    public static void main(String[] words) {
        System.exit(run(Workspace.ofLauncher(), words));
    }

    static int run(Workspace workspace, String... words) {
        CommandLine line =
                new CommandLine(new Main()).addSubcommand(new Demo(workspace)).addSubcommand(new TestSuite(workspace));
        line.setExecutionExceptionHandler((failure, command, _) -> explain(failure, command.getErr()));
        line.setParameterExceptionHandler((failure, _) -> {
            failure.getCommandLine().getErr().println(failure.getMessage());
            failure.getCommandLine().usage(failure.getCommandLine().getErr());
            return ExitCode.USAGE;
        });
        return line.execute(words);
    }

    private static int explain(Exception failure, PrintWriter err) throws Exception {
        return switch (failure) {
            case OpsException known -> {
                err.println("concierge: " + known.getMessage());
                yield known.exitCode();
            }
            case EmbeddedPostgresException known -> {
                err.println("concierge: " + known.getMessage());
                yield ExitCode.FAILED;
            }
            default -> throw failure;
        };
    }
}
