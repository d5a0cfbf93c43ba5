package dev.concierge.ops.demo;

import dev.concierge.ops.Main;
import dev.concierge.ops.process.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A clone with small stand-ins for server and sandbox, and the real {@code demo} run in it as a process. */
final class DemoProcess implements AutoCloseable {

    static final String READY = "Concierge is ready";

    private final Process process;
    private final BufferedReader output;
    private final List<String> said = new ArrayList<>();

    private DemoProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Makes the programs of a clone; PostgreSQL is unpacked once for all of them. */
    static void prepare(Path root) throws IOException {
        Path libraries = Files.createDirectories(root.resolve(".concierge/lib"));
        program(libraries.resolve("server.jar"), FakeServer.class);
        program(libraries.resolve("sandbox.jar"), FakeSandbox.class);
        linkBinaries(root);
    }

    /** Takes the programs as the build has just made them; PostgreSQL is unpacked once for all tests. */
    static void prepareWithTheRealPrograms(Path root) throws IOException {
        Path libraries = Files.createDirectories(root.resolve(".concierge/lib"));
        for (String module : List.of("server", "sandbox")) {
            String version = System.getProperty("concierge.version");
            Path built = Path.of("..", module, "target", "concierge-" + module + "-" + version + "-exec.jar");
            if (!Files.exists(built)) {
                throw new IOException(built + " is missing: build with mvn -pl ops,server,sandbox -am verify");
            }
            Files.copy(built, libraries.resolve(module + ".jar"));
        }
        linkBinaries(root);
    }

    static DemoProcess start(Path root, Map<String, String> environment, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("demo"));
        all.addAll(List.of(words));
        List<String> command = new ArrayList<>(Programs.java(Main.class, all.toArray(String[]::new)));
        command.add(1, "-Dconcierge.root=" + root);
        // a suite that was begun in the background has Ctrl-C ignored, and hands that on
        command.addAll(0, List.of("env", "--default-signal=INT"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("ENVIRONMENT");
        builder.environment().putAll(environment);
        return new DemoProcess(builder.start());
    }

    /** Reads what it says until a line that contains the text, or until it ends. */
    DemoProcess awaitLine(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.contains(text)) {
                return this;
            }
        }
        throw new IOException("it ended without saying '" + text + "': " + String.join("\n", said));
    }

    /** Reads to its end. */
    int exitCode() throws IOException, InterruptedException {
        output.lines().forEach(said::add);
        return process.waitFor();
    }

    /** What stands after a word of the welcome. */
    String valueOf(String word) {
        return said.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(word + "  "))
                .map(line -> line.substring(word.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** The first group of what it said. */
    String find(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(said());
        if (!found.find()) {
            throw new NoSuchElementException(pattern + " in: " + said());
        }
        return found.group(1);
    }

    String said() {
        return String.join("\n", said);
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    private static void linkBinaries(Path root) throws IOException {
        Path binaries = Files.createDirectories(Path.of("target/pgsql").toAbsolutePath());
        Files.createSymbolicLink(root.resolve(".concierge/pgsql"), binaries);
    }

    private static void program(Path jar, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
        attributes.put(Attributes.Name.CLASS_PATH, classPath());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(file, manifest)) {
            archive.finish();
        }
    }

    private static String classPath() {
        return String.join(
                " ",
                List.of(System.getProperty("java.class.path").split(":")).stream()
                        .map(entry -> Path.of(entry).toUri().toString())
                        .toList());
    }
}
