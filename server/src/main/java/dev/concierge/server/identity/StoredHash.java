package dev.concierge.server.identity;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forms in which a password's hash may stand in the table: ours, and those that an import brings until the next sign-in. What costs more than a
 * sign-in may cost is not taken: one such row would hold a core, or the memory, for everybody.
 */
final class StoredHash {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final Pattern ARGON2 = Pattern.compile(
            "\\$argon2(?:id|i|d)\\$v=(?:16|19)\\$m=([0-9]{1,7}),t=([0-9]{1,4}),p=([0-9]{1,3})\\$([A-Za-z0-9+/]{1,128})\\$([A-Za-z0-9+/]{1,172})");

    private static final Pattern ARGON2_FORM =
            Pattern.compile("\\$argon2[a-z]*\\$v=[0-9]+\\$m=[0-9]+,t=[0-9]+,p=[0-9]+\\$");
    private static final String BCRYPT_FORM = "bcrypt ";

    private static final int LEAST_COST = 4;
    private static final int MOST_COST = 15;
    private static final int MOST_MEMORY_KIB = 128 * 1024;
    private static final int MOST_PASSES = 32;
    private static final int MOST_LANES = 16;
    private static final long MOST_WORK_KIB = 4L * MOST_MEMORY_KIB;
    private static final int LEAST_SALT_BYTES = 8;
    private static final int LEAST_HASH_BYTES = 12;

    private StoredHash() {}

    static boolean isBcrypt(String hash) {
        return hash.startsWith("$2");
    }

    /** What the hash costs to compare, as the function {@code password_form} says it; empty for ours. */
    static Optional<String> form(String hash) {
        if (hash.startsWith(PasswordHasher.OURS)) {
            return Optional.empty();
        }
        if (isBcrypt(hash)) {
            return Optional.of(BCRYPT_FORM + hash.substring(4, 6));
        }
        Matcher argon2 = ARGON2_FORM.matcher(hash);
        return Optional.of(argon2.lookingAt() ? argon2.group() : hash);
    }

    /** A hash of a form, which nothing hashes to. */
    static String ofNobody(String form) {
        return form.startsWith(BCRYPT_FORM)
                ? "$2b$" + form.substring(BCRYPT_FORM.length()) + "$" + ".".repeat(53)
                : form + "A".repeat(22) + "$" + "A".repeat(43);
    }

    /** Why a hash cannot be taken, in a sentence for the operator; empty when it can. */
    static Optional<String> fault(String hash) {
        Matcher bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            int cost = Integer.parseInt(bcrypt.group(1));
            return cost < LEAST_COST || cost > MOST_COST
                    ? Optional.of("The cost of the bcrypt hash is not between 4 and 15. Leave the password out.")
                    : Optional.empty();
        }
        Matcher argon2 = ARGON2.matcher(hash);
        if (!argon2.matches()) {
            return Optional.of(
                    "This is neither bcrypt ($2a$, $2b$, $2y$) nor Argon2 in the PHC form. Leave the password out; nobody could sign in with it.");
        }
        return argon2(argon2);
    }

    private static Optional<String> argon2(Matcher parts) {
        long memory = Long.parseLong(parts.group(1));
        long passes = Long.parseLong(parts.group(2));
        long lanes = Long.parseLong(parts.group(3));
        boolean fits = memory >= 8 * lanes
                && memory <= MOST_MEMORY_KIB
                && passes >= 1
                && passes <= MOST_PASSES
                && lanes >= 1
                && lanes <= MOST_LANES
                && memory * passes <= MOST_WORK_KIB;
        if (!fits) {
            return Optional.of(
                    "The parameters of the Argon2 hash are out of bounds (m up to 131072, t up to 32, m times t up to 524288, p up to 16)."
                            + " Leave the password out.");
        }
        return longEnough(parts.group(4), LEAST_SALT_BYTES) && longEnough(parts.group(5), LEAST_HASH_BYTES)
                ? Optional.empty()
                : Optional.of("The salt or the hash of the Argon2 hash is cut off. Leave the password out.");
    }

    private static boolean longEnough(String text, int bytes) {
        try {
            return Base64.getDecoder().decode(text).length >= bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
