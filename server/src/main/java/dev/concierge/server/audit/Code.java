package dev.concierge.server.audit;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A MAC or hash. Values are compared in constant time and may be shown: they tell nothing of what they cover. */
final class Code {
    /** Row codes are cut to 128 bits (RFC 2104 section 5). */
    static final int ROW_BYTES = 16;

    private final byte[] value;

    private Code(byte[] value) {
        this.value = value;
    }

    static Code of(byte[] value) {
        return new Code(value.clone());
    }

    static Code ofRow(byte[] value) {
        return new Code(Arrays.copyOf(value, ROW_BYTES));
    }

    byte[] bytes() {
        return value.clone();
    }

    String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Code that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
