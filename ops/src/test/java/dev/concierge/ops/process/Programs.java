package dev.concierge.ops.process;

import dev.concierge.ops.Workspace;
import java.util.ArrayList;
import java.util.List;

/** Command lines of small Java programs that live among the tests. */
public final class Programs {

    private Programs() {}

    /** The words that run a class of the tests' class path in a JVM of its own. */
    public static List<String> java(Class<?> main, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Workspace.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(words));
        return command;
    }
}
