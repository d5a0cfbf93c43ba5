package dev.concierge.server.encryption;

import java.util.Set;
import java.util.stream.Collectors;

/** How a change of the stored data keys ended. */
public sealed interface RingChange {
    /**
     * It is stored, and every node hears of it when the transaction commits.
     *
     * @param primary id of the key that encrypts from now on
     * @param others ids of the other keys in the ring
     */
    record Changed(long primary, Set<Long> others) implements RingChange {
        public Changed {
            others = Set.copyOf(others);
        }

        static Changed of(Ring ring) {
            return new Changed(
                    Integer.toUnsignedLong(ring.primary()),
                    ring.ids().stream()
                            .filter(id -> id != ring.primary())
                            .map(Integer::toUnsignedLong)
                            .collect(Collectors.toSet()));
        }
    }

    /** Somebody else changed the keys at the same moment; nothing was stored. */
    record Overtaken() implements RingChange {}

    /** The stored keys do not open with the key at hand; nothing was stored. */
    record WrappedOtherwise() implements RingChange {}

    /**
     * The key store did not wrap or open them; nothing was stored.
     *
     * @param sentence for the operator
     * @param away whether the same may go through later
     */
    record StoreRefused(String sentence, boolean away) implements RingChange {}
}
