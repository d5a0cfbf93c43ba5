package dev.concierge.server.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Wraps the data keyset by one outer key, and proves with a check value that what was unwrapped is what was wrapped. */
final class KeysetSeal {
    private static final byte[] PURPOSE = "concierge data keyset v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CHECK = "concierge check value".getBytes(StandardCharsets.UTF_8);

    private final Aead wrapping;

    KeysetSeal(Aead wrapping) throws GeneralSecurityException {
        AeadConfig.register();
        this.wrapping = wrapping;
    }

    byte[] wrap(KeysetHandle keyset) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, wrapping, PURPOSE, RegistryConfiguration.get());
    }

    /** A known text under the primary key. */
    static byte[] check(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class).encrypt(CHECK, PURPOSE);
    }

    KeysetHandle unwrap(byte[] wrapped) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, wrapping, PURPOSE, RegistryConfiguration.get());
    }

    /** Whether these keys hold the one that the check value is under, which is the primary one of when it was stored. */
    static boolean opens(Ring ring, Ciphertext check) {
        try {
            return Arrays.equals(ring.aead().decrypt(check.raw(), PURPOSE), CHECK);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
