package dev.concierge.server.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one at a time; what is longer than a line may be is skipped, never held. */
final class BoundedLines implements Closeable {
    /** Bytes of the longest line. */
    static final int LONGEST = 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private long number;
    private long bytes;

    BoundedLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * One line.
     *
     * @param number from 1
     * @param text null when the line cannot be read
     * @param fault why not; null when it can
     */
    record Line(
            long number, @Nullable String text, @Nullable String fault) {
        boolean isBlank() {
            return text != null && text.isBlank();
        }

        @Override
        public String toString() {
            return "Line[" + number + "]";
        }
    }

    /** Empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int length = 0;
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            bytes++;
            if (length <= LONGEST) {
                length++;
                line.write(read);
            }
        }
        bytes++;
        number++;
        return Optional.of(
                length > LONGEST
                        ? new Line(number, null, "The line is longer than 1 MiB. Leave out some of its grants.")
                        : decoded(line.toByteArray()));
    }

    private Line decoded(byte[] line) {
        try {
            return new Line(
                    number,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(line))
                            .toString(),
                    null);
        } catch (CharacterCodingException _) {
            return new Line(number, null, "The line is not UTF-8. Write the file in UTF-8.");
        }
    }

    /** How many bytes were read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
