package dev.concierge.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes that a seal chains for a row: every field with its length in front, so that no two rows look alike. */
final class RowHash {
    private RowHash() {}

    /** The salted hash that stands in the chained row for address, user agent and e-mail. */
    static byte[] subject(byte[] salt, AuditEvent.Subject subject) {
        MessageDigest digest = sha256();
        put(digest, salt);
        put(digest, subject.address());
        put(digest, subject.agent());
        put(digest, subject.email());
        return digest.digest();
    }

    /** The hash of a row's fields as text, in the order of the seal's query. */
    static byte[] row(List<@Nullable String> fields) {
        MessageDigest digest = sha256();
        fields.forEach(field -> put(digest, field));
        return digest.digest();
    }

    private static void put(MessageDigest digest, @Nullable String text) {
        if (text == null) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).array());
        } else {
            put(digest, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void put(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
