package dev.concierge.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** What an answer carries, in UTF-8: a text, or a stream too long to be kept. */
public sealed interface Body {
    /** A text; empty: no body at all. */
    record Text(String text) implements Body {}

    /** A text of which only the first half comes, though the whole length was announced. */
    record Cut(String text) implements Body {}

    /** A long stream, compressed. */
    record Gzipped(Huge content) implements Body {}

    /** {@code prefix}, then {@code filler} over and over for about {@code lengthBytes}, then {@code suffix}. */
    record Huge(String prefix, String filler, long lengthBytes, String suffix) implements Body {
        void writeTo(OutputStream out) throws IOException {
            out.write(prefix.getBytes(UTF_8));
            var bytes = filler.getBytes(UTF_8);
            for (long written = 0; written < lengthBytes; written += bytes.length) {
                out.write(bytes);
            }
            out.write(suffix.getBytes(UTF_8));
        }
    }
}
