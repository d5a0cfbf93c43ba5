package dev.concierge.server;

import dev.concierge.server.encryption.DataKey;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.WrappedBy;
import dev.concierge.server.vault.keys.KeyRotation;
import dev.concierge.server.vault.keys.KeyStatus;
import dev.concierge.server.vault.keys.Rotation;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code keys status} prints. */
final class KeysReport {
    private final PrintStream out;

    KeysReport(PrintStream out) {
        this.out = out;
    }

    int status(KeyRotation rotation) {
        KeyStatus status = rotation.status();
        Map<EncryptedColumn, Map<Long, Long>> counts = rotation.counts();
        status.keys().forEach(key -> key(status, key, counts));
        unknown(status, counts);
        status.wornOut().ifPresent(this::wornOut);
        outer(status.wrappedBy(), rotation);
        out.println("servers: " + status.nodes().running() + " running, "
                + status.nodes().behind() + " without the present keys");
        Rotation latest = status.rotation();
        if (latest == null) {
            out.println("rotation: none so far");
        } else {
            rotation(latest, status.destroyableAt());
        }
        return Commands.DONE;
    }

    private void key(KeyStatus status, DataKey key, Map<EncryptedColumn, Map<Long, Long>> counts) {
        String ended = key.destroyedAt() != null
                ? ", destroyed " + time(key.destroyedAt())
                : (key.retiredAt() != null ? ", retired " + time(key.retiredAt()) : "") + ", wrapped by "
                        + status.wrappedBy().text();
        out.println("key " + key.name() + ": " + status.state(key) + ", made " + time(key.madeAt()) + ended + ", "
                + key.messages() + " messages");
        under(counts, key.id()).forEach((column, count) -> out.println("  " + column + ": " + count));
    }

    private void wornOut(DataKey key) {
        out.println("key " + key.name() + " has encrypted " + key.messages() + " messages of at most "
                + DataKey.MOST_MESSAGES + " (NIST SP 800-38D): make a new one with keys rotate");
    }

    private void outer(WrappedBy by, KeyRotation rotation) {
        by.knownVersion().ifPresent(version -> {
            OptionalLong newest = rotation.newestOuterVersion();
            out.println("key store: " + by.name()
                    + (newest.isEmpty()
                            ? " does not say its newest version now"
                            : newest.getAsLong() > version
                                    ? ", newest version " + newest.getAsLong()
                                            + ": keys rewrap moves the data keys to it"
                                    : ", newest version " + newest.getAsLong()));
        });
    }

    /** Ciphertexts under keys that are nowhere: forged, or of a keyset that was lost. */
    private void unknown(KeyStatus status, Map<EncryptedColumn, Map<Long, Long>> counts) {
        counts.forEach((column, byKey) -> byKey.forEach((key, count) -> {
            if (status.keys().stream().noneMatch(known -> known.id() == key)) {
                out.println("unknown key " + DataKey.name(key) + ": " + column.word() + ": " + count);
            }
        }));
    }

    private void rotation(Rotation rotation, @Nullable Instant destroyableAt) {
        out.println("rotation: " + rotation.state().word() + ", " + rotation.done() + " of "
                + Math.max(rotation.total(), rotation.done()) + " (" + rotation.percent() + " %), pass "
                + rotation.pass()
                + ", began " + time(rotation.startedAt()));
        if (rotation.unreadable() > 0) {
            out.println(
                    "  " + rotation.unreadable()
                            + " ciphertexts do not open; the log names their rows. The old key stays until they are renewed or removed.");
        }
        if (destroyableAt != null) {
            out.println(
                    "  the old key goes after " + time(destroyableAt) + ", when every server holds the present keys");
        }
    }

    private static Map<String, Long> under(Map<EncryptedColumn, Map<Long, Long>> counts, long key) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((column, byKey) -> {
            Long count = byKey.get(key);
            if (count != null) {
                found.put(column.word(), count);
            }
        });
        return found;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
