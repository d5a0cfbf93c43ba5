package dev.concierge.server.encryption;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be shown: token, code, verifier, password, key. It prints as {@code [secret]}, is not serializable, and compares in
 * constant time. A record that holds one may be printed; a {@code String} in its place may not.
 */
public final class Secret {
    private final byte[] value;

    private Secret(byte[] value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value.getBytes(StandardCharsets.UTF_8));
    }

    public static Secret of(byte[] value) {
        return new Secret(value.clone());
    }

    /** The value in the clear. Every caller is a place to look at in a review. */
    public String reveal() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The bytes in the clear, a copy. */
    public byte[] revealBytes() {
        return value.clone();
    }

    /** SHA-256 (FIPS 180-4) of the value, for look-ups by hash of values with at least 128 random bits. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(value, that.value);
    }

    /** The same for all: a hash of the content would tell about it. */
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
