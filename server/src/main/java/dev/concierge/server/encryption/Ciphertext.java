package dev.concierge.server.encryption;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the database stores in place of a secret. The layout is Tink's: one byte 01, four bytes key id, twelve bytes nonce, the encrypted value,
 * sixteen bytes tag.
 */
public final class Ciphertext {
    private static final int PREFIX_BYTES = 5;

    private final byte[] value;

    private Ciphertext(byte[] value) {
        this.value = value;
    }

    public static Ciphertext of(byte[] stored) {
        return new Ciphertext(stored.clone());
    }

    /** {@link #of}, for a column that may be null. */
    public static @Nullable Ciphertext ofNullable(byte @Nullable [] stored) {
        return stored == null ? null : of(stored);
    }

    /** The bytes to store, a copy. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The id of the data key it was made with, to find rows for re-encryption; empty when it is no ciphertext of ours. */
    public OptionalInt keyId() {
        if (value.length < PREFIX_BYTES || value[0] != 1) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt());
    }

    byte[] raw() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ciphertext that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "[ciphertext]";
    }
}
