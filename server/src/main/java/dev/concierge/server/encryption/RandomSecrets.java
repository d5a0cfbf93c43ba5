package dev.concierge.server.encryption;

import java.security.SecureRandom;
import java.util.Base64;

/** Fresh secrets of 256 random bits, written in base64url without padding (43 characters; a valid PKCE verifier, RFC 7636 section 4.1). */
public final class RandomSecrets {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    public Secret next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
