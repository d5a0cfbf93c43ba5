package dev.concierge.ops.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a child as {@code demo} does, says so, and lives until somebody kills it. */
final class ParentProgram {

    private ParentProgram() {}

    public static void main(String[] words) throws IOException {
        Path folder = Path.of(words[0]);
        Child child = Child.start(
                "child",
                List.of("sh", "-c", "echo $$ >child.pid; while :; do sleep 0.1; done"),
                Map.of("PATH", System.getenv("PATH")),
                folder,
                new LogFile(folder.resolve("child.log")));
        System.out.println("started");
        child.onExit().join();
    }
}
