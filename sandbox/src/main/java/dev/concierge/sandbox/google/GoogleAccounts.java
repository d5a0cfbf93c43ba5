package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Person;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What Google calls its people. */
final class GoogleAccounts {
    private static final BigInteger TWENTY_DIGITS = BigInteger.TEN.pow(20);

    private GoogleAccounts() {}

    /** 21 digits, always the same for one account (field 8). */
    static String subject(Person person) {
        return subject(person.account());
    }

    /** The subject of nobody. */
    static String strangersSubject() {
        return subject("nobody");
    }

    static String subject(String seed) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(UTF_8));
            var digits = new BigInteger(1, hash).mod(TWENTY_DIGITS).toString();
            return "1" + "0".repeat(20 - digits.length()) + digits;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
