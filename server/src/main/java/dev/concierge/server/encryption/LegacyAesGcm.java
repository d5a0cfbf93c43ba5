package dev.concierge.server.encryption;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens {@code nonce ‖ ciphertext ‖ tag} of AES-256-GCM (NIST SP 800-38D): 12 bytes, any, 16 bytes; no associated data; base64 of either alphabet. */
final class LegacyAesGcm implements LegacyCipher.Key {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    /** @param key 32 bytes */
    LegacyAesGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    @Override
    public Optional<Secret> open(String text) throws GeneralSecurityException {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(LegacyCipher.standardAlphabet(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (sealed.length <= NONCE_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, sealed, 0, NONCE_BYTES));
        return Optional.of(Secret.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES)));
    }
}
