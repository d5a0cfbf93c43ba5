package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A code for the day when an authenticator is lost: 120 random bits in 24 letters and digits that are not mistaken for each other (Crockford's base32),
 * in groups of four. With so many bits a plain hash is safe in the database (OWASP ASVS 6.5.2).
 */
final class RecoveryCode {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 24;
    private static final int GROUP = 4;
    private static final Pattern NOISE = Pattern.compile("[\\s\\-\u2013]+");
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    private final String characters;

    private RecoveryCode(String characters) {
        this.characters = characters;
    }

    static RecoveryCode fresh() {
        StringBuilder code = new StringBuilder();
        for (int index = 0; index < LENGTH; index++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(code.toString());
    }

    /** Reads a code as somebody typed it: in any case, with or without spaces and hyphens, O for 0, I and L for 1. */
    static Optional<RecoveryCode> parse(String typed) {
        String normal = NOISE.matcher(typed)
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return FORM.matcher(normal).matches() ? Optional.of(new RecoveryCode(normal)) : Optional.empty();
    }

    /** What is stored. */
    byte[] hash() {
        return Secret.of(characters).sha256();
    }

    /** As it is shown, once. */
    String shown() {
        return characters.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    @Override
    public String toString() {
        return "[recovery code]";
    }
}
