package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import java.security.GeneralSecurityException;

/**
 * The key that wraps the data keys in their row. It is held outside of the database: by the operator, or by a key store that never gives it away.
 * Wrapping and unwrapping may be calls to that store, so neither happens inside a transaction.
 */
public abstract sealed class OuterKey permits EnvironmentKey, TransitKey {
    /** As operators know it. */
    public abstract String name();

    abstract byte[] wrap(KeysetHandle keyset) throws KeyStoreException;

    /** @throws KeyStoreException {@code UNREADABLE} when another key wrapped it, or it was changed */
    abstract KeysetHandle unwrap(Ciphertext wrapped) throws KeyStoreException;

    /** Unwraps the row, and looks whether its check value is of these keys. */
    final Ring open(KeysetRepository.Stored stored) throws KeyStoreException {
        try {
            Ring ring = Ring.of(stored.version(), stored.changedAt(), unwrap(stored.wrapped()));
            if (KeysetSeal.opens(ring, stored.check())) {
                return ring;
            }
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
        throw unreadable(new GeneralSecurityException("check value differs"));
    }

    private KeyStoreException unreadable(GeneralSecurityException cause) {
        KeyStoreException unreadable = new KeyStoreException(KeyStoreException.Kind.UNREADABLE, doesNotOpen());
        unreadable.initCause(cause);
        return unreadable;
    }

    /** The sentence that says so. */
    abstract String doesNotOpen();
}
