package dev.concierge.server.encryption;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The two keys an operator holds: {@code ENCRYPTION_KEY} wraps the data keyset, {@code SECRET_KEY} keys the HMACs. Both are 32 random bytes in
 * base64, made by {@code concierge keys generate}.
 */
final class MasterKeys {
    private static final int KEY_BYTES = 32;
    private static final int LEAST_DISTINCT = 8;

    private MasterKeys() {}

    /** The key that wraps the data keyset; the variable it came by is named in the sentence. @throws IllegalArgumentException with that sentence */
    static Aead wrapping(String name, String encryptionKey) throws GeneralSecurityException {
        return aead(decode(name, encryptionKey));
    }

    /** AES-256-GCM without a prefix under a key that is used for nothing else. */
    @AccessesPartialKey
    static Aead aead(byte[] keyBytes) throws GeneralSecurityException {
        AeadConfig.register();
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(KEY_BYTES)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                .build();
        AesGcmKey key = AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(keyBytes, InsecureSecretKeyAccess.get()))
                .build();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    static SecretKeySpec hmac(String secretKey) {
        return new SecretKeySpec(decode("SECRET_KEY", secretKey), "HmacSHA256");
    }

    static Mac mac(SecretKeySpec key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac;
    }

    private static byte[] decode(String name, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not base64. Make one with concierge keys generate.", e);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    name + " holds " + bytes.length + " bytes, not 32. Make one with concierge keys generate.");
        }
        if (distinct(bytes) < LEAST_DISTINCT) {
            throw new IllegalArgumentException(
                    name + " is a placeholder, not a random key. Make one with concierge keys generate.");
        }
        return bytes;
    }

    private static long distinct(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                .chars()
                .distinct()
                .count();
    }
}
