package dev.concierge.server.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bytes of a row's fields: each with its length in front, null as length -1, so that no two rows look alike. */
final class Fields {
    private static final int FIRST_SIZE = 256;
    private static final int NULL = -1;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    Fields add(@Nullable String text) {
        return add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    Fields add(byte @Nullable [] part) {
        if (part == null) {
            return putInt(NULL);
        }
        putInt(part.length);
        room(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        return this;
    }

    Fields add(@Nullable UUID id) {
        return id == null
                ? putInt(NULL)
                : putInt(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    Fields add(long number) {
        return putInt(Long.BYTES).putLong(number);
    }

    /** The time in microseconds, which is what the database keeps. */
    Fields add(Instant time) {
        return add(time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The time as the database gives it back. */
    static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private Fields putInt(int number) {
        room(Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (number >>> shift);
        }
        return this;
    }

    private Fields putLong(long number) {
        room(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (number >>> shift);
        }
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
