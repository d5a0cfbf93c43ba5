package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a session token or API key: what is stored, and what caches are keyed by. Safe as it is, because the values have 256 random bits. */
final class TokenHash {
    private final byte[] value;

    private TokenHash(byte[] value) {
        this.value = value;
    }

    static TokenHash of(Secret token) {
        return new TokenHash(token.sha256());
    }

    /** One that was stored before. */
    static TokenHash ofStored(byte[] hash) {
        return new TokenHash(hash.clone());
    }

    /** The 32 bytes, a copy. */
    byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(value).getInt();
    }

    @Override
    public String toString() {
        return "[hash]";
    }
}
