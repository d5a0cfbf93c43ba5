package dev.concierge.ops.demo;

import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import dev.concierge.ops.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What the demo keeps between runs: {@code .concierge/demo/}, closed to other users.
 *
 * @param directory made when missing
 */
record DemoFolder(Path directory) {

    Path postgres() {
        return directory.resolve("postgres");
    }

    /** The unpacked programs of PostgreSQL; outside of the folder, so that a reset need not unpack them again. */
    Path binaries() {
        return directory.resolveSibling("pgsql");
    }

    /** Outside of the folder, so that a reset does not delete it from under its holder. */
    Path lock() {
        return directory.resolveSibling("demo.lock");
    }

    Path encryptionKey() {
        return directory.resolve("encryption.key");
    }

    Path secretKey() {
        return directory.resolve("secret.key");
    }

    Path secrets() {
        return directory.resolve("secrets.env");
    }

    Path ports() {
        return directory.resolve("ports.properties");
    }

    Path catalog() {
        return directory.resolve("catalog");
    }

    Path sandboxData() {
        return directory.resolve("sandbox.json");
    }

    Path signIn() {
        return directory.resolve("sign-in.txt");
    }

    LogFile log(String program) {
        return new LogFile(directory.resolve(program + ".log"));
    }

    /** Unpacked copies of the server. */
    Path copies() {
        return directory.resolveSibling("fast");
    }

    /** Whether the database and its roles have been made. */
    Path initialised() {
        return directory.resolve("database.made");
    }

    /** Whether this one has been made. */
    Path made(DemoPerson person) {
        return directory.resolve(person.title() + ".made");
    }

    void make() throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(catalog());
    }

    void delete() throws IOException {
        Trees.delete(directory);
    }

    static void done(Path marker) throws IOException {
        Files.writeString(marker, "");
    }

    /** Writes a file that only its owner may read, completely or not at all. */
    static void writePrivately(Path file, String content) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OpsException(ExitCode.UNWRITABLE, file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
