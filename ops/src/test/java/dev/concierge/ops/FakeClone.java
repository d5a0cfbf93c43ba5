package dev.concierge.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The launcher in a folder of its own, with scripts in place of JDKs and Maven. They write down how they were called, so that the
 * launcher can be tested without a build and without a JVM.
 */
final class FakeClone {

    private static final Path LAUNCHER = Path.of("../concierge");
    private static final List<String> TOOLS = List.of(
            "sh",
            "dirname",
            "readlink",
            "sed",
            "awk",
            "find",
            "head",
            "tail",
            "ls",
            "mkdir",
            "mv",
            "cp",
            "rm",
            "cat",
            "tee",
            "tr",
            "grep",
            "id",
            "env",
            "flock",
            "sleep");
    private static final List<String> MODULES = List.of("postgres", "sandbox", "client", "server", "ops", "bench");

    /** How the launcher ended. */
    record Result(int exitCode, String out, String err) {}

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();

    /** Makes the clone below a folder; it has no JDK and no Maven yet, and its PATH holds no {@code apt-get}. */
    FakeClone(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("a clone"));
        Files.copy(LAUNCHER, root.resolve("concierge"));
        executable(root.resolve("concierge"));
        Files.createDirectories(root.resolve(".mvn"));
        Files.writeString(root.resolve("pom.xml"), """
                <project><parent><artifactId>parent</artifactId><version>4</version></parent>
                  <artifactId>concierge</artifactId>
                  <version>0.1.0-SNAPSHOT</version></project>
                """);
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        environment.put("PATH", tools().toString());
        environment.put("CONCIERGE_JDK_FOLDERS", folder.resolve("jvm").toString());
        environment.put("MAVEN_HOME", folder.resolve("maven").toString());
        age(root);
    }

    Path root() {
        return root;
    }

    Path buildLog() {
        return root.resolve("builds.txt");
    }

    FakeClone with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A folder that looks like a JDK; its {@code java} says its own version, locale and words, one a line. */
    static Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(
                home.resolve("bin/java"),
                "echo \"java " + version
                        + "\"; echo \"locale ${LC_ALL:-}\"; for word in \"$@\"; do echo \"<$word>\"; done; exit 7");
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    /** A Maven that notes each build, waits a moment, and makes the programs it was asked for. */
    FakeClone maven(Path home, String version, String... thenRuns) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/mvn"), """
                if [ "$1" = --version ]; then printf '\\033[1mApache Maven %s (abc)\\033[m\\nMaven home: x\\n'; exit 0; fi
                echo "$JAVA_HOME: $*" >>builds.txt
                %s
                sleep 0.3
                for module in server sandbox ops bench; do
                  mkdir -p $module/target && echo $module >$module/target/concierge-$module-0.1.0-SNAPSHOT-exec.jar
                done
                echo "[INFO] Building Concierge server 0.1.0-SNAPSHOT      [4/4]"
                """.formatted(version, String.join("\n", thenRuns)));
        return this;
    }

    Result run(String... words) throws IOException, InterruptedException {
        return runFrom(root, root.resolve("concierge"), words);
    }

    Result runFrom(Path directory, Path launcher, String... words) throws IOException, InterruptedException {
        Path err = Files.createTempFile("launcher", ".txt");
        Process process = start(directory, launcher, err, words);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    Process start(Path directory, Path launcher, Path err, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    List<String> builds() throws IOException {
        return Files.exists(buildLog()) ? Files.readAllLines(buildLog()) : List.of();
    }

    /** Makes a file newer than every build that began before now. */
    static void touch(Path file) throws IOException {
        Files.writeString(file, "changed");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    }

    /** A PATH of what the launcher may use and nothing else, for all tests. */
    private static Path tools() throws IOException {
        Path tools = Files.createDirectories(Path.of("target/launcher-tools").toAbsolutePath());
        for (String tool : TOOLS) {
            if (!Files.isExecutable(tools.resolve(tool))) {
                Files.createSymbolicLink(tools.resolve(tool), find(tool));
            }
        }
        return tools;
    }

    private static void age(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3_600)));
            }
        }
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path find(String tool) {
        return List.of("/bin", "/usr/bin", "/usr/local/bin").stream()
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
