package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** What an authenticator app and we share: 160 random bits (RFC 4226 section 4), as an app takes them. */
public final class TotpSeed {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 20;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS_PER_CHARACTER = 5;

    private final Secret value;

    private TotpSeed(Secret value) {
        this.value = value;
    }

    static TotpSeed fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TotpSeed(Secret.of(bytes));
    }

    static TotpSeed of(Secret value) {
        return new TotpSeed(value);
    }

    Secret value() {
        return value;
    }

    /** In base32 without padding (RFC 4648 section 6), to be typed into an app: 32 letters and digits. */
    public String base32() {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte one : value.revealBytes()) {
            buffer = (buffer << Byte.SIZE) | (one & 0xff);
            bits += Byte.SIZE;
            while (bits >= BITS_PER_CHARACTER) {
                bits -= BITS_PER_CHARACTER;
                text.append(BASE32.charAt((buffer >>> bits) & 0x1f));
            }
        }
        return text.toString();
    }

    /** The address that a QR code holds: {@code otpauth://totp/issuer:account?secret=…}, in the form that apps share. */
    public String uri(String issuer, String account) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) + "?secret=" + base32() + "&issuer="
                + encoded(issuer) + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP.toSeconds();
    }

    /** A colon would end the issuer, so none is left in a part. */
    private static String encoded(String text) {
        return URLEncoder.encode(text.replace(':', ' '), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "[seed]";
    }
}
