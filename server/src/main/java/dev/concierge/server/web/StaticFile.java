package dev.concierge.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A file that never changes while the server runs: its bytes, plain and packed, and a version made of them. */
final class StaticFile {
    private static final int VERSION_LENGTH = 12;

    private final String type;
    private final byte[] plain;
    private final byte[] packed;
    private final String version;

    StaticFile(String type, byte[] bytes) {
        this.type = type;
        this.plain = bytes.clone();
        this.packed = pack(bytes);
        this.version = digest(bytes);
    }

    String type() {
        return type;
    }

    /** The first characters of the SHA-256 of the bytes, in hex. */
    String version() {
        return version;
    }

    int length(boolean gzip) {
        return gzip ? packed.length : plain.length;
    }

    void writeTo(OutputStream out, boolean gzip) throws IOException {
        out.write(gzip ? packed : plain);
    }

    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, VERSION_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
