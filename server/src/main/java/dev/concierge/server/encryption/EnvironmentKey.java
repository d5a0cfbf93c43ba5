package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import dev.concierge.server.encryption.KeyStoreException.Kind;
import java.security.GeneralSecurityException;

/** An outer key that the operator gives by environment or file. It has no versions: another key is another one. */
final class EnvironmentKey extends OuterKey {
    static final String NAME = "ENCRYPTION_KEY";

    private final KeysetSeal seal;

    private EnvironmentKey(KeysetSeal seal) {
        this.seal = seal;
    }

    /** @throws IllegalArgumentException with a sentence for the operator that names the variable, when it is no key */
    static EnvironmentKey of(String variable, String key) {
        try {
            return new EnvironmentKey(new KeysetSeal(MasterKeys.wrapping(variable, key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not there", e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    byte[] wrap(KeysetHandle keyset) {
        try {
            return seal.wrap(keyset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be wrapped", e);
        }
    }

    @Override
    KeysetHandle unwrap(Ciphertext wrapped) throws KeyStoreException {
        try {
            return seal.unwrap(wrapped.raw());
        } catch (GeneralSecurityException e) {
            KeyStoreException unreadable = new KeyStoreException(Kind.UNREADABLE, doesNotOpen());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    @Override
    String doesNotOpen() {
        return "ENCRYPTION_KEY does not open this database's keys. Give the key that this installation was set up with,"
                + " or the new one if keys rewrap has been run.";
    }
}
