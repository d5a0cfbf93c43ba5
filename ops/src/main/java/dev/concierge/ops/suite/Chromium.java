package dev.concierge.ops.suite;

import com.sun.security.auth.module.UnixSystem;
import dev.concierge.ops.Console;
import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of the tests: what is there, or Debian's package where we may install it. */
final class Chromium {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Map<String, String> environment;
    private final Path installLog;
    private final Console console;
    private final boolean root;

    /**
     * Looks with the given environment.
     *
     * @param installLog what the package manager says goes there
     */
    Chromium(Map<String, String> environment, Path installLog, Console console) {
        this(environment, installLog, console, new UnixSystem().getUid() == 0);
    }

    /** As the other, for whom it says; only root may install. */
    Chromium(Map<String, String> environment, Path installLog, Console console, boolean root) {
        this.environment = environment;
        this.installLog = installLog;
        this.console = console;
        this.root = root;
    }

    /**
     * Finds it; as root on a Debian, installs it first when it is missing.
     *
     * @throws OpsException with what to install, when there is none and it cannot be installed
     */
    Path require() throws IOException, InterruptedException {
        return find().or(this::installed)
                .orElseThrow(
                        () -> new OpsException(
                                ExitCode.MISSING,
                                "no Chromium was found for the browser tests: install it (Debian, Ubuntu: apt-get install chromium) or set CHROMIUM_PATH."));
    }

    Optional<Path> find() {
        String given = environment.get("CHROMIUM_PATH");
        if (given != null && !given.isEmpty()) {
            return Optional.of(Path.of(given)).filter(Files::isExecutable);
        }
        return NAMES.stream().flatMap(this::onPath).findFirst();
    }

    private Stream<Path> onPath(String name) {
        return Arrays.stream(path().split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    private String path() {
        return environment.getOrDefault("PATH", "/usr/bin");
    }

    private Optional<Path> installed() {
        if (!root || onPath("apt-get").findFirst().isEmpty()) {
            return Optional.empty();
        }
        console.say("Installing Chromium for the browser tests (apt-get install chromium) ...");
        try {
            ProcessBuilder install = new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium")
                    .redirectErrorStream(true)
                    .redirectOutput(installLog.toFile());
            install.environment().put("PATH", path());
            install.start().waitFor();
        } catch (IOException e) {
            console.say("apt-get could not be started: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return find();
    }
}
