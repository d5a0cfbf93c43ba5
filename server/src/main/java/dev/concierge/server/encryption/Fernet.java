package dev.concierge.server.encryption;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens Fernet tokens (the Fernet specification, version 0x80): {@code version ‖ time ‖ IV ‖ AES-128-CBC ciphertext ‖ HMAC-SHA-256}, in base64url. Of
 * the key the first half signs and the second encrypts. The time is not looked at: what was stored for a year is still the token.
 */
final class Fernet implements LegacyCipher.Key {
    private static final int HALF = 16;
    private static final byte VERSION = (byte) 0x80;
    private static final int IV_AT = 1 + Long.BYTES;
    private static final int CIPHERTEXT_AT = IV_AT + 16;
    private static final int BLOCK = 16;
    private static final int MAC_BYTES = 32;

    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    /** @param key 32 bytes */
    Fernet(byte[] key) {
        this.signing = new SecretKeySpec(key, 0, HALF, "HmacSHA256");
        this.encryption = new SecretKeySpec(key, HALF, HALF, "AES");
    }

    @Override
    public Optional<Secret> open(String text) throws GeneralSecurityException {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int macAt = token.length - MAC_BYTES;
        int ciphertextBytes = macAt - CIPHERTEXT_AT;
        if (ciphertextBytes < BLOCK || ciphertextBytes % BLOCK != 0 || token[0] != VERSION || !signed(token, macAt)) {
            return Optional.empty();
        }
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, encryption, new IvParameterSpec(token, IV_AT, BLOCK));
        return Optional.of(Secret.of(cipher.doFinal(token, CIPHERTEXT_AT, ciphertextBytes)));
    }

    private boolean signed(byte[] token, int macAt) throws GeneralSecurityException {
        Mac mac = MasterKeys.mac(signing);
        mac.update(token, 0, macAt);
        return MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(token, macAt, token.length));
    }
}
