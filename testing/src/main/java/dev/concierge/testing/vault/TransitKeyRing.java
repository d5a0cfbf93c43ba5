package dev.concierge.testing.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One named key of the transit engine with all its versions; AES-256-GCM, a random nonce of 96 bits in front of each ciphertext. */
final class TransitKeyRing {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String PREFIX = "vault:v";

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> versions = new ArrayList<>();
    private final String type;
    private final boolean exportable;
    private int minDecryptionVersion = 1;

    TransitKeyRing(String type, boolean exportable) {
        this.type = type;
        this.exportable = exportable;
        rotate();
    }

    String type() {
        return type;
    }

    boolean exportable() {
        return exportable;
    }

    synchronized void rotate() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        versions.add(new SecretKeySpec(key, "AES"));
    }

    synchronized int latestVersion() {
        return versions.size();
    }

    synchronized int minDecryptionVersion() {
        return minDecryptionVersion;
    }

    synchronized void minDecryptionVersion(int version) {
        minDecryptionVersion = version;
    }

    synchronized String encrypt(byte[] plaintext, byte[] associatedData) {
        requireCipher();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, latestVersion(), nonce, plaintext, associatedData);
        byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return PREFIX + latestVersion() + ":" + Base64.getEncoder().encodeToString(whole);
    }

    synchronized byte[] decrypt(String ciphertext, byte[] associatedData) {
        requireCipher();
        if (!ciphertext.startsWith(PREFIX)) {
            throw new Refusal(400, "invalid ciphertext: no prefix");
        }
        String[] parts = ciphertext.substring(PREFIX.length()).split(":", 2);
        int version = parts.length == 2 && parts[0].matches("[0-9]{1,9}") ? Integer.parseInt(parts[0]) : 0;
        if (version < 1) {
            throw new Refusal(400, "invalid ciphertext: version number could not be decoded");
        }
        if (version > latestVersion()) {
            throw new Refusal(400, "invalid ciphertext: version is too new");
        }
        if (version < minDecryptionVersion) {
            throw new Refusal(400, "ciphertext or signature version is disallowed by policy (too old)");
        }
        byte[] whole = Requests.base64(parts[1], "invalid ciphertext: could not decode base64");
        if (whole.length < NONCE_BYTES) {
            throw new Refusal(400, "invalid ciphertext length");
        }
        return run(
                Cipher.DECRYPT_MODE,
                version,
                Arrays.copyOf(whole, NONCE_BYTES),
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length),
                associatedData);
    }

    private void requireCipher() {
        if (!type.equals("aes256-gcm96")) {
            throw new Refusal(400, "message encryption not supported for key type " + type);
        }
    }

    private byte[] run(int mode, int version, byte[] nonce, byte[] input, byte[] associatedData) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, versions.get(version - 1), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw new Refusal(400, "cipher: message authentication failed");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }
}
