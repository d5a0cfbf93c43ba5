package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes of authenticator apps (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds, one step of clock difference either way (section 5.2). */
final class Totp {
    static final int DIGITS = 6;
    static final Duration STEP = Duration.ofSeconds(30);

    private static final String MAC = "HmacSHA1";
    private static final int MODULUS = 1_000_000;
    private static final int SKEW_STEPS = 1;

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /** The code of a step (RFC 4226 section 5.3). */
    static String code(Secret seed, long step) {
        byte[] hash = hmac(seed, step);
        int offset = hash[hash.length - 1] & 0xf;
        int number = (ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff) % MODULUS;
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
    }

    /** The step, now or one beside, whose code was typed; every one of them is computed and compared, whichever fits. */
    static OptionalLong matching(Secret seed, String typed, Instant now) {
        long middle = step(now);
        return LongStream.rangeClosed(middle - SKEW_STEPS, middle + SKEW_STEPS)
                .filter(step -> MessageDigest.isEqual(bytes(code(seed, step)), bytes(typed)))
                .max();
    }

    private static byte[] hmac(Secret seed, long step) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(seed.revealBytes(), MAC));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    private static byte[] bytes(String code) {
        return code.getBytes(StandardCharsets.UTF_8);
    }
}
