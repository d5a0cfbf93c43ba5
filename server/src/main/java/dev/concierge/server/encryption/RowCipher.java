package dev.concierge.server.encryption;

import java.security.GeneralSecurityException;
import java.util.OptionalInt;

/**
 * Encrypts values for one place in the database (AES-256-GCM with a random 96-bit nonce, NIST SP 800-38D), under the primary key of the ring;
 * decrypts under whichever key of it the ciphertext names. A key that another node made a moment ago is fetched when it is first met.
 * Thread-safe.
 */
public final class RowCipher {
    private final Keys keys;

    RowCipher(Keys keys) {
        this.keys = keys;
    }

    public Ciphertext encrypt(Secret secret, Binding binding) {
        try {
            Ring ring = keys.current();
            Ciphertext made = Ciphertext.of(
                    SealingThreads.call(() -> ring.aead().encrypt(secret.revealBytes(), binding.associatedData())));
            keys.used(ring.primary());
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encryption failed for " + binding.table() + "." + binding.column(), e);
        }
    }

    /**
     * Opens a ciphertext in its place. May wait up to five seconds when it names a key that this process has not heard of.
     *
     * @throws UnreadableException always the same, whatever is wrong
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when it names a key that this process cannot fetch now
     */
    public Secret decrypt(Ciphertext ciphertext, Binding binding) throws UnreadableException {
        try {
            return Secret.of(decrypt(ciphertext, binding.associatedData()));
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(binding);
        }
    }

    byte[] decrypt(Ciphertext ciphertext, byte[] associatedData) throws GeneralSecurityException {
        OptionalInt id = ciphertext.keyId();
        Ring ring = keys.current();
        if (id.isPresent() && !ring.holds(id.getAsInt())) {
            ring = keys.with(id.getAsInt());
        }
        return ring.aead().decrypt(ciphertext.raw(), associatedData);
    }
}
