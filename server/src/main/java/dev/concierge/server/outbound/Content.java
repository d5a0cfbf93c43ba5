package dev.concierge.server.outbound;

import java.nio.charset.StandardCharsets;

/** The body of an answer, decompressed. It prints its size only, because it may hold a token. */
public final class Content {
    private final byte[] value;

    private Content(byte[] value) {
        this.value = value;
    }

    public static Content of(byte[] value) {
        return new Content(value.clone());
    }

    /** Takes over an array that nobody else keeps. */
    static Content owning(byte[] value) {
        return new Content(value);
    }

    /** The bytes, a copy. */
    public byte[] bytes() {
        return value.clone();
    }

    /** As UTF-8; what is no UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** How many bytes, after decompression. */
    public int size() {
        return value.length;
    }

    @Override
    public String toString() {
        return "[" + value.length + " bytes]";
    }
}
