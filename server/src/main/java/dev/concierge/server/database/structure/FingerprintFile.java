package dev.concierge.server.database.structure;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fingerprint as JSON, with all it is made of, so that two can be compared where neither database can be reached.
 *
 * @param format 1; another number is another layout
 * @param code as {@link Fingerprint#code()}
 * @param sha256 the root hash; a file whose content has another was changed since
 */
public record FingerprintFile(
        int format, String code, String sha256, int postgresMajor, String collation, Element structure) {
    private static final int FORMAT = 1;
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A file without one of them is none. */
    public FingerprintFile {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(collation, "collation");
        Objects.requireNonNull(structure, "structure");
    }

    /** Writes one JSON document and a line end. */
    public static void write(Fingerprint fingerprint, PrintStream out) {
        FingerprintFile file = new FingerprintFile(
                FORMAT,
                fingerprint.code(),
                fingerprint.hash(),
                fingerprint.postgresMajor(),
                fingerprint.collation(),
                fingerprint.structure());
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException with a sentence, when it is no fingerprint, one of another layout, or was changed
     */
    public static Fingerprint read(Path path) throws IOException {
        FingerprintFile file = parse(path);
        if (file.format() != FORMAT) {
            throw new IllegalArgumentException(
                    path + " is a fingerprint of layout " + file.format() + "; this release reads " + FORMAT + ".");
        }
        Fingerprint fingerprint = new Fingerprint(file.postgresMajor(), file.collation(), file.structure());
        if (!fingerprint.hash().equals(file.sha256())) {
            throw new IllegalArgumentException(
                    path + " was changed since db fingerprint wrote it: its content does not have its hash.");
        }
        return fingerprint;
    }

    private static FingerprintFile parse(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LARGEST);
        }
        @Nullable FingerprintFile file;
        try {
            file = JSON.readValue(new String(bytes, StandardCharsets.UTF_8), FingerprintFile.class);
        } catch (JacksonException _) {
            file = null;
        }
        if (file == null) {
            throw new IllegalArgumentException(
                    path + " is no file that db fingerprint --json wrote, or not all of it.");
        }
        return file;
    }
}
