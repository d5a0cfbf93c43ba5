package dev.concierge.sandbox;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable strings. */
public final class Randoms {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Randoms() {}

    /** That many random bytes in base64url without padding. */
    public static String base64Url(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
