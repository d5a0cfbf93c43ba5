package dev.concierge.server.encryption;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;

/**
 * Encrypts values for one place in the database (AES-256-GCM with a random 96-bit nonce, NIST SP 800-38D). Thread-safe.
 */
public final class RowCipher {
    private final Aead aead;

    RowCipher(Aead aead) {
        this.aead = aead;
    }

    public Ciphertext encrypt(Secret secret, Binding binding) {
        try {
            return Ciphertext.of(aead.encrypt(secret.revealBytes(), binding.associatedData()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encryption failed for " + binding.table() + "." + binding.column(), e);
        }
    }

    /** @throws UnreadableException always the same, whatever is wrong */
    public Secret decrypt(Ciphertext ciphertext, Binding binding) throws UnreadableException {
        try {
            return Secret.of(aead.decrypt(ciphertext.raw(), binding.associatedData()));
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(binding);
        }
    }
}
