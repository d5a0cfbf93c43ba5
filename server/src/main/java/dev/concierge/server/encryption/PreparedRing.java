package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A change of the data keys that is wrapped already and waits to be stored by {@link KeyRing#store}: wrapping may be a call to a key store, and no call
 * is made inside a transaction. What became of the wish is said when it is stored, a refusal too. Holds nothing that is secret but the keys, and prints
 * none.
 */
public final class PreparedRing {
    private final @Nullable RingChange refusal;
    private final @Nullable Ready ready;

    private PreparedRing(@Nullable RingChange refusal, @Nullable Ready ready) {
        this.refusal = refusal;
        this.ready = ready;
    }

    /** What is to be noted beside the keyset, in the same transaction. */
    @FunctionalInterface
    interface Notes {
        void write(JdbcClient jdbc);
    }

    /** @param expected version of the stored keyset from which this one comes */
    record Ready(long expected, KeysetHandle keyset, Ciphertext wrapped, Ciphertext check, Notes notes) {
        @Override
        public String toString() {
            return "Ready[after=" + expected + "]";
        }
    }

    static PreparedRing refused(RingChange refusal) {
        return new PreparedRing(refusal, null);
    }

    static PreparedRing ready(Ready ready) {
        return new PreparedRing(null, ready);
    }

    @Nullable
    RingChange refusal() {
        return refusal;
    }

    Ready ready() {
        if (ready == null) {
            throw new IllegalStateException("this change was refused");
        }
        return ready;
    }

    @Override
    public String toString() {
        return ready == null ? "PreparedRing[" + refusal + "]" : "PreparedRing[" + ready + "]";
    }
}
