package dev.concierge.server.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * One browser, known by its {@link BrowserCookie}. Only its hash leaves this class: what is stored or signed for a browser is bound to that, and
 * a database dump opens nothing.
 */
public final class BrowserId {
    private final byte[] hash;

    private BrowserId(byte[] hash) {
        this.hash = hash;
    }

    /** The browser that holds this cookie value. */
    static BrowserId ofCookie(String value) {
        try {
            return new BrowserId(
                    MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A browser by a hash that was stored before. */
    public static BrowserId ofHash(byte[] hash) {
        return new BrowserId(hash.clone());
    }

    /** SHA-256 of the cookie's value, 32 bytes, a copy. */
    public byte[] hash() {
        return hash.clone();
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BrowserId that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "[browser]";
    }
}
