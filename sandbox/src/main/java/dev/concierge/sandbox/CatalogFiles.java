package dev.concierge.sandbox;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes one catalog file for each provider, so that a server can be started against the sandbox. */
final class CatalogFiles {
    private CatalogFiles() {}

    static void write(Path directory, List<Dialect> dialects) {
        try {
            Files.createDirectories(directory);
            for (var dialect : dialects) {
                var file = directory.resolve(dialect.provider() + ".yaml");
                var beside = directory.resolve("." + dialect.provider() + ".yaml.new");
                Files.writeString(beside, dialect.catalogFile());
                Files.move(beside, file, ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new SandboxFailure(
                    SandboxFailure.INPUT_OUTPUT, "The catalog folder " + directory + " cannot be written.", failure);
        }
    }
}
