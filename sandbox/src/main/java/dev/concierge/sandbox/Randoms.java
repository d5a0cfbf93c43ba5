package dev.concierge.sandbox;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Unguessable strings. */
public final class Randoms {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private Randoms() {}

    /** That many random bytes in base64url without padding. */
    public static String base64Url(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** That many letters and digits. */
    public static String alphanumeric(int length) {
        return RANDOM.ints(length, 0, ALPHANUMERIC.length())
                .mapToObj(i -> String.valueOf(ALPHANUMERIC.charAt(i)))
                .collect(Collectors.joining());
    }

    /** That many random bytes in hexadecimal digits. */
    public static String hex(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
