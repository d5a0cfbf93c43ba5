package dev.concierge.ops;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The clone that the launcher works in.
 *
 * @param root the repository's folder
 * @param libraries where the launcher keeps the built programs
 * @param maven Maven's start script; null where the verb has no need of it
 */
public record Workspace(Path root, Path libraries, @Nullable Path maven) {

    /** As the launcher says it in the system properties {@code concierge.root}, {@code .libraries} and {@code .maven}. */
    static Workspace ofLauncher() {
        Path root = Path.of(System.getProperty("concierge.root", "")).toAbsolutePath();
        String libraries = System.getProperty("concierge.libraries");
        String maven = System.getProperty("concierge.maven", "");
        return new Workspace(
                root,
                libraries == null ? root.resolve(".concierge/lib") : Path.of(libraries),
                maven.isEmpty() ? null : Path.of(maven));
    }

    /** Everything made at run time. */
    public Path state() {
        return root.resolve(".concierge");
    }

    public Path serverJar() {
        return program("server");
    }

    public Path sandboxJar() {
        return program("sandbox");
    }

    /** The {@code java} this program itself runs on. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Path program(String name) {
        Path jar = libraries.resolve(name + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new OpsException(
                    ExitCode.MISSING,
                    "The program " + jar + " is missing; ./concierge builds it when it starts a verb.");
        }
        return jar;
    }
}
