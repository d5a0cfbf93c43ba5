package dev.concierge.ops.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program to its end. */
public final class Program {

    /**
     * How it ended.
     *
     * @param output standard output and error as one text
     */
    public record Result(int exitCode, String output) {}

    private Program() {}

    /**
     * Runs it with nothing in its environment but what is given.
     *
     * @param input what it reads from standard input: the place for passwords, which must never be arguments
     */
    public static Result run(List<String> command, Map<String, String> environment, Path directory, String input)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // A program that ends without reading closes the pipe; its exit code and output say what happened.
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Result(process.waitFor(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
