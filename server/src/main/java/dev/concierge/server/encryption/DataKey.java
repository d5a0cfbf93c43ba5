package dev.concierge.server.encryption;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about a data key.
 *
 * @param id as it stands in the ciphertexts, unsigned
 * @param retiredAt when another one became primary; null for the primary one
 * @param destroyedAt when it was taken out of the ring; null while it is in it
 */
public record DataKey(
        long id,
        Instant madeAt,
        @Nullable Instant retiredAt,
        @Nullable Instant destroyedAt) {
    /** Eight hexadecimal digits, as pages and commands name it. */
    public String name() {
        return name(id);
    }

    /** {@link #name()} of an id. */
    public static String name(long id) {
        return String.format(java.util.Locale.ROOT, "%08x", id);
    }
}
