package dev.concierge.server.encryption;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about a data key.
 *
 * @param id as it stands in the ciphertexts, unsigned
 * @param retiredAt when another one became primary; null for the primary one
 * @param destroyedAt when it was taken out of the ring; null while it is in it
 * @param messages how often something was encrypted under it, by all servers, to within some seconds
 */
public record DataKey(
        long id,
        Instant madeAt,
        @Nullable Instant retiredAt,
        @Nullable Instant destroyedAt,
        long messages) {
    /** With random nonces of 96 bits a key may encrypt so many messages and no more (NIST SP 800-38D section 8.3). */
    public static final long MOST_MESSAGES = 1L << 32;

    /** From here on another key is asked for: a quarter, so that there is time for it, and room for what was not counted. */
    public static final long ENOUGH_MESSAGES = MOST_MESSAGES / 4;

    /** Eight hexadecimal digits, as pages and commands name it. */
    public String name() {
        return name(id);
    }

    /** {@link #name()} of an id. */
    public static String name(long id) {
        return String.format(java.util.Locale.ROOT, "%08x", id);
    }
}
