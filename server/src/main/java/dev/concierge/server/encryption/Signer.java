package dev.concierge.server.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) under {@code SECRET_KEY}. The purpose keeps one use's values from serving another. Thread-safe. */
public final class Signer {
    private final SecretKeySpec key;

    Signer(SecretKeySpec key) {
        this.key = key;
    }

    /** The 32-byte code over the purpose and the parts, each with its length in front. */
    public byte[] sign(String purpose, byte[]... parts) {
        try {
            Mac mac = MasterKeys.mac(key);
            update(mac, purpose.getBytes(StandardCharsets.UTF_8));
            for (byte[] part : parts) {
                update(mac, part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC failed", e);
        }
    }

    /** Compares in constant time. */
    public boolean verify(byte[] code, String purpose, byte[]... parts) {
        return MessageDigest.isEqual(code, sign(purpose, parts));
    }

    private static void update(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        mac.update(part);
    }
}
