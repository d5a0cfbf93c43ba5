package dev.concierge.ops.demo;

import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import dev.concierge.ops.Workspace;
import dev.concierge.ops.process.Marker;
import dev.concierge.ops.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The server's jar as this demo runs it: as the server itself, or for one command that ends.
 *
 * @param jar the built program
 * @param marker by which a leftover is found
 * @param fast the unpacked copy that starts in half the time, where it has been made
 */
record ServerProgram(Path jar, Marker marker, FastStart fast) {

    /** The same for training and running, or the JVM would ignore what training made. */
    static final List<String> FLAGS = List.of(
            "-XX:+UseCompactObjectHeaders",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    static ServerProgram of(Path jar, Marker marker, DemoFolder folder) throws IOException {
        return new ServerProgram(jar, marker, FastStart.of(jar, folder.copies()));
    }

    /** The words that start the server, to be run in {@link #directory()}. */
    List<String> serve() {
        List<String> words = new ArrayList<>();
        words.add(Workspace.java().toString());
        words.add(marker.argument());
        words.addAll(FLAGS);
        words.addAll(fast.isReady() ? fast.jarWords() : List.of("-jar", jar.toString()));
        words.addAll(List.of("serve", "--migrate"));
        return words;
    }

    Path directory() {
        return fast.isReady() ? fast.directory() : marker.folder();
    }

    /**
     * Runs one command of the server to its end.
     *
     * @param input what it reads from standard input
     * @return what it printed
     */
    String run(Map<String, String> environment, String input, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Workspace.java().toString(), marker.argument()));
        command.addAll(FLAGS);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
        command.addAll(List.of(words));
        Program.Result result = Program.run(command, environment, marker.folder(), input);
        if (result.exitCode() != 0) {
            throw new OpsException(
                    ExitCode.FAILED,
                    "'%s %s' ended with %d:%n%s".formatted(words[0], words[1], result.exitCode(), result.output()));
        }
        return result.output();
    }
}
