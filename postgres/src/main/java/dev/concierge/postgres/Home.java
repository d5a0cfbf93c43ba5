package dev.concierge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of one server, and what lies where in it. */
record Home(Path directory) {

    static Home in(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Path parent = directory.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return new Home(directory.toRealPath());
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The PostgreSQL folder " + directory + " cannot be made: " + e, e);
        }
    }

    /** The cluster (PGDATA). It is there only when initdb has finished. */
    Path data() {
        return directory.resolve("data");
    }

    /** Where initdb works until it has finished. */
    Path unfinishedData() {
        return directory.resolve("data.unfinished");
    }

    Path passwordFile() {
        return directory.resolve("superuser.password");
    }

    Path portFile() {
        return directory.resolve("port");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    Path olderLog() {
        return directory.resolve("server.log.1");
    }

    Path lockFile() {
        return directory.resolve("owner.lock");
    }
}
