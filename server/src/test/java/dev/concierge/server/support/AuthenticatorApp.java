package dev.concierge.server.support;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app on somebody's phone (RFC 6238), written apart from the server's side of it. */
public final class AuthenticatorApp {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final String secret;
    private final Clock clock;
    private final List<String> recoveryCodes = new ArrayList<>();
    private long last;

    private AuthenticatorApp(String secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /** An app that scanned an {@code otpauth:} address. */
    public static AuthenticatorApp scanned(String address, Clock clock) {
        URI uri = URI.create(address);
        Map<String, String> parameters = Arrays.stream(uri.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        if (!"otpauth".equals(uri.getScheme())
                || !"totp".equals(uri.getHost())
                || !"6".equals(parameters.get("digits"))
                || !"30".equals(parameters.get("period"))
                || !"SHA1".equals(parameters.get("algorithm"))) {
            throw new AssertionError("apps do not take such an address; its parts are " + parameters.keySet());
        }
        return new AuthenticatorApp(Objects.requireNonNull(parameters.get("secret")), clock);
    }

    /** An app that scanned the code on a page. */
    public static AuthenticatorApp scanning(Page page, Clock clock) {
        return scanned(QrReader.read(page.find("svg#qr")), clock);
    }

    /** A code that was not asked for before: the one it shows now, or the next. */
    public synchronized String code() {
        long now = step();
        last = Math.max(now, last + 1);
        if (last > now + 1) {
            throw new AssertionError("three codes within half a minute; move the clock on");
        }
        return at(last);
    }

    /** The code of a step from now, used or not. */
    public String code(int stepsFromNow) {
        return at(step() + stepsFromNow);
    }

    /** A code that fits at no step around now. */
    public String wrong() {
        List<String> right = List.of(code(-2), code(-1), code(0), code(1), code(2), code(3));
        for (int number = 0; ; number++) {
            String code = "%06d".formatted(number);
            if (!right.contains(code)) {
                return code;
            }
        }
    }

    public String secret() {
        return secret;
    }

    /** Those that were shown when it was set up, kept with it. */
    public List<String> recoveryCodes() {
        return List.copyOf(recoveryCodes);
    }

    public void keep(List<String> codes) {
        recoveryCodes.clear();
        recoveryCodes.addAll(codes);
    }

    private long step() {
        return clock.instant().getEpochSecond() / 30;
    }

    private String at(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int at = hash[19] & 15;
            long number = ((hash[at] & 127L) << 24)
                    | ((hash[at + 1] & 255L) << 16)
                    | ((hash[at + 2] & 255L) << 8)
                    | (hash[at + 3] & 255L);
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder bits = new StringBuilder();
        for (char letter : secret.toCharArray()) {
            String five = Integer.toBinaryString(LETTERS.indexOf(letter));
            bits.append("0".repeat(5 - five.length())).append(five);
        }
        for (int bit = 0; bit + 8 <= bits.length(); bit += 8) {
            out.write(Integer.parseInt(bits.substring(bit, bit + 8), 2));
        }
        return out.toByteArray();
    }
}
