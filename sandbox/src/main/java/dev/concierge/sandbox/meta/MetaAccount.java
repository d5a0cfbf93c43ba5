package dev.concierge.sandbox.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Person;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** What Meta knows of a person (field 8). */
final class MetaAccount {
    private static final BigInteger FOURTEEN_DIGITS = BigInteger.TEN.pow(14);
    private static final String WITH_PHONE_ONLY = "linh@home.example";

    private MetaAccount() {}

    /** The app-scoped id: another one for each client. */
    static String id(Person person, String clientId) {
        return id(person.account(), clientId);
    }

    /** The id of nobody. */
    static String strangersId(String clientId) {
        return id("nobody", clientId);
    }

    /** Who signed up with a phone number has none. */
    static Optional<String> email(Person person) {
        return person.account().equals(WITH_PHONE_ONLY) ? Optional.empty() : Optional.of(person.account());
    }

    private static String id(String account, String clientId) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest((clientId + "\n" + account).getBytes(UTF_8));
            var digits = new BigInteger(1, hash).mod(FOURTEEN_DIGITS).toString();
            return "10" + "0".repeat(14 - digits.length()) + digits;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
