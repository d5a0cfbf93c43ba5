package dev.concierge.server.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** One browser, known by its cookie. What is stored and compared is the hash; the cookie's value is kept from everything else. */
public final class BrowserId {
    private final byte[] hash;

    BrowserId(String cookie) {
        try {
            this.hash = MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** SHA-256 of the cookie's value, a copy. */
    public byte[] hash() {
        return hash.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BrowserId that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return hash[0];
    }

    @Override
    public String toString() {
        return "[browser]";
    }
}
