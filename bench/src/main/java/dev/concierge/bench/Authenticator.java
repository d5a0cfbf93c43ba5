package dev.concierge.bench;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An app that makes codes of a seed as a page shows it (RFC 6238): six digits, half a minute, SHA-1. */
final class Authenticator {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    private final byte[] seed;
    private long last;

    /** @param letters in base 32 (RFC 4648 section 6), blanks among them or not */
    Authenticator(String letters) {
        this.seed = decoded(letters.replace(" ", "").toUpperCase(Locale.ROOT));
    }

    /** A code that was not given before: that of now or, at most two a step, of the next. */
    String code() {
        last = Math.max(Instant.now().getEpochSecond() / STEP_SECONDS, last + 1);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(seed, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(last).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    private static byte[] decoded(String letters) {
        byte[] bytes = new byte[letters.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int index = 0; index < letters.length(); index++) {
            held = (held << 5) | LETTERS.indexOf(letters.charAt(index));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >> bits);
            }
        }
        return bytes;
    }
}
