package dev.concierge.ops.demo;

import dev.concierge.ops.Workspace;
import dev.concierge.ops.process.Marker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An unpacked copy of the server with an ahead-of-time cache, which starts in about half the time. It is made once for a build and a
 * JDK by a training run, in the background after the first start; until then the jar runs as it is.
 *
 * @param directory holds {@code server.jar}, its libraries and the cache; named for the build and the JDK it belongs to
 */
record FastStart(Path directory) {

    private static final String CACHE = "server.aot";
    private static final String TRAINING = """
            java=$1 jar=$2
            shift 2
            "$java" -Djarmode=tools -jar "$jar" extract --force --destination . --application-filename server.jar \\
              && nice -n 10 "$@" && [ -f server.aot ] && : >ready || : >failed
            """;

    /** Where the copy of this jar is or would be. */
    static FastStart of(Path jar, Path copies) throws IOException {
        String build =
                Long.toHexString(Files.getLastModifiedTime(jar).toMillis()) + "-" + Long.toHexString(Files.size(jar));
        return new FastStart(copies.resolve(build + "-" + Runtime.version()));
    }

    /** Whether the copy and its cache are complete. */
    boolean isReady() {
        return Files.exists(directory.resolve("ready"));
    }

    /** Whether training was tried; one that failed is not tried again for the same build. */
    boolean isTried() {
        return isReady() || Files.exists(directory.resolve("failed"));
    }

    /** To be run in the directory: the JVM ignores a cache that was made for the jar by another path. */
    List<String> jarWords() {
        return List.of("-XX:AOTCache=" + CACHE, "-Xlog:aot=off", "-jar", "server.jar");
    }

    /**
     * The command that makes copy and cache. It stops once the server's context stands, before anything listens or works, and needs
     * the environment of a server whose database is there.
     */
    List<String> training(Path jar, Marker marker) {
        List<String> java = new ArrayList<>(List.of(Workspace.java().toString(), marker.argument()));
        java.addAll(ServerProgram.FLAGS);
        java.addAll(List.of(
                "-XX:AOTCacheOutput=" + CACHE, "-Dspring.context.exit=onRefresh", "-jar", "server.jar", "serve"));
        List<String> all = new ArrayList<>(
                List.of("sh", "-c", TRAINING, "training", Workspace.java().toString(), jar.toString()));
        all.addAll(java);
        return all;
    }

    /** Removes copies of other builds, and what an earlier training that was cut off left. */
    void clear() throws IOException {
        Path copies = directory.getParent();
        if (Files.exists(copies)) {
            try (Stream<Path> all = Files.list(copies)) {
                for (Path copy : all.toList()) {
                    Trees.delete(copy);
                }
            }
        }
        Files.createDirectories(directory);
    }
}
