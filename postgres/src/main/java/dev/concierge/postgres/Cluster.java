package dev.concierge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The cluster of a home: made once by initdb, completely or not at all. */
final class Cluster {

    static final String ADMIN_USER = "postgres";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Cluster() {}

    /** Makes the cluster when there is none yet, and answers the superuser's password. */
    static String prepare(Home home, Binaries binaries, RunAs runAs, boolean durable) {
        try {
            if (!Files.exists(home.data().resolve("PG_VERSION"))) {
                make(home, binaries, runAs, durable);
            }
            requireVersion(home, binaries);
            return Files.readString(home.passwordFile());
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The cluster in " + home.directory() + " cannot be used: " + e, e);
        }
    }

    private static void make(Home home, Binaries binaries, RunAs runAs, boolean durable) throws IOException {
        Folders.delete(home.unfinishedData());
        writePassword(home.passwordFile(), runAs);
        Command.Result result = Command.run(runAs.command(initdb(home, binaries, durable)), LIMIT);
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException("PostgreSQL could not make its folder: " + result.output());
        }
        Files.move(home.unfinishedData(), home.data(), StandardCopyOption.ATOMIC_MOVE);
        Folders.flush(home.directory());
    }

    private static List<String> initdb(Home home, Binaries binaries, boolean durable) {
        List<String> words = new ArrayList<>(List.of(
                binaries.initdb().toString(),
                "--pgdata=" + home.unfinishedData(),
                "--username=" + ADMIN_USER,
                "--auth=scram-sha-256",
                "--pwfile=" + home.passwordFile(),
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (!durable) {
            words.add("--no-sync");
        }
        return words;
    }

    private static void writePassword(Path file, RunAs runAs) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
        runAs.give(file);
    }

    private static void requireVersion(Home home, Binaries binaries) throws IOException {
        String made = Files.readString(home.data().resolve("PG_VERSION")).strip();
        if (!made.equals(binaries.majorVersion())) {
            throw new EmbeddedPostgresException("The cluster in " + home.directory() + " was made by PostgreSQL " + made
                    + ", this build carries " + binaries.version() + ": export with the older build and import here");
        }
    }
}
