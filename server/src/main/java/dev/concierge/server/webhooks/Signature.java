package dev.concierge.server.webhooks;

import dev.concierge.server.encryption.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** {@code sha256=} and the hexadecimal HMAC-SHA-256 (RFC 2104) of a body as it came: how GitHub, Notion and Meta sign. */
final class Signature {
    private static final String PREFIX = "sha256=";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_DIGITS = 64;

    private Signature() {}

    /** Compares in constant time. */
    static boolean fits(@Nullable String header, Secret secret, byte[] body) {
        if (header == null || header.length() != PREFIX.length() + HEX_DIGITS || !header.startsWith(PREFIX)) {
            return false;
        }
        try {
            return MessageDigest.isEqual(
                    HexFormat.of().parseHex(header, PREFIX.length(), header.length()), code(secret, body));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static byte[] code(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.revealBytes(), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
