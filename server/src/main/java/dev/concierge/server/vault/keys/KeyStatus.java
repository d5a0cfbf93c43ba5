package dev.concierge.server.vault.keys;

import dev.concierge.server.encryption.DataKey;
import dev.concierge.server.encryption.KeyNodes;
import dev.concierge.server.encryption.WrappedBy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about the data keys.
 *
 * @param keys newest first, destroyed ones included
 * @param wrappedBy the outer key of all that are not destroyed
 * @param rotation the latest one; null when there was none
 * @param destroyableAt when its old keys may go; null while that is not known, and when they are gone
 */
public record KeyStatus(
        long primary,
        List<DataKey> keys,
        KeyNodes nodes,
        WrappedBy wrappedBy,
        @Nullable Rotation rotation,
        @Nullable Instant destroyableAt) {
    public KeyStatus {
        keys = List.copyOf(keys);
    }

    /** The primary key, when it has encrypted so much that a new one is due. */
    public Optional<DataKey> wornOut() {
        return keys.stream()
                .filter(key -> key.id() == primary && key.messages() >= DataKey.ENOUGH_MESSAGES)
                .findFirst();
    }

    /** "primary", "retired" or "destroyed". */
    public String state(DataKey key) {
        return key.destroyedAt() != null ? "destroyed" : key.id() == primary ? "primary" : "retired";
    }
}
