package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/** The challenge of PKCE (RFC 7636) that came with an authorization request. */
public record Challenge(String value, Method method) {
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    public enum Method {
        PLAIN,
        S256
    }

    /** Whether it can have been made from a verifier at all: RFC 7636 section 4.2. */
    public boolean wellFormed() {
        return switch (method) {
            case PLAIN -> VERIFIER.matcher(value).matches();
            case S256 -> S256.matcher(value).matches();
        };
    }

    /** RFC 7636 section 4.6. */
    public boolean matches(String verifier) {
        if (!VERIFIER.matcher(verifier).matches()) {
            return false;
        }
        var transformed = method == Method.S256 ? s256(verifier) : verifier;
        return MessageDigest.isEqual(transformed.getBytes(US_ASCII), value.getBytes(US_ASCII));
    }

    static String s256(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
