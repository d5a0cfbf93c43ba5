package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How data keys that a transit engine wrapped stand in their row, in four lines of ASCII: the format with its version, the engine's key, the ids of
 * the data keys with the primary one, and the engine's ciphertext. A keyset that ENCRYPTION_KEY wrapped begins with another byte (Tink's).
 *
 * @param key mount and name as they were when it was wrapped; to be shown, not authenticated, for a mount may be moved
 * @param ids the line of ids; with the format it is what the engine authenticates
 */
record TransitFrame(String key, String ids, String ciphertext) {
    private static final String FORMAT = "concierge keyset by transit v1";
    private static final Pattern FRAME = Pattern.compile(
            FORMAT
                    + "\n([A-Za-z0-9_./-]{3,300})\n(keys(?: [0-9a-f]{8}){1,100} primary [0-9a-f]{8})\n(vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/=]+)\n");

    static boolean is(Ciphertext wrapped) {
        return of(wrapped).isPresent();
    }

    /** Empty when it is no frame of a version that is known here. */
    static Optional<TransitFrame> of(Ciphertext wrapped) {
        Matcher frame = FRAME.matcher(new String(wrapped.raw(), StandardCharsets.ISO_8859_1));
        return frame.matches()
                ? Optional.of(new TransitFrame(frame.group(1), frame.group(2), frame.group(3)))
                : Optional.empty();
    }

    static String ids(KeysetHandle keyset) {
        return "keys "
                + IntStream.range(0, keyset.size())
                        .mapToObj(index -> name(keyset.getAt(index).getId()))
                        .sorted()
                        .collect(Collectors.joining(" "))
                + " primary " + name(keyset.getPrimary().getId());
    }

    private static String name(int id) {
        return DataKey.name(Integer.toUnsignedLong(id));
    }

    static byte[] boundTo(String ids) {
        return (FORMAT + "\n" + ids).getBytes(StandardCharsets.US_ASCII);
    }

    long version() {
        return Long.parseLong(ciphertext.split(":", 3)[1].substring(1));
    }

    byte[] bytes() {
        return String.join("\n", FORMAT, key, ids, ciphertext, "").getBytes(StandardCharsets.US_ASCII);
    }
}
