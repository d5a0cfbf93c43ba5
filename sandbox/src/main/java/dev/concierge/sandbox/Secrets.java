package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every secret that the sandbox made or was sent, so that a test can search logs, pages and databases for it. Memory only;
 * the newest 200,000.
 */
public final class Secrets {
    private static final int CAPACITY = 200_000;
    private static final Map<String, Kind> PARAMETERS = Map.of(
            "code", Kind.CODE,
            "state", Kind.STATE,
            "nonce", Kind.NONCE,
            "code_verifier", Kind.CODE_VERIFIER,
            "client_secret", Kind.CLIENT_SECRET,
            "refresh_token", Kind.REFRESH_TOKEN,
            "access_token", Kind.ACCESS_TOKEN,
            "fb_exchange_token", Kind.ACCESS_TOKEN,
            "input_token", Kind.ACCESS_TOKEN,
            "token", Kind.TOKEN);

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** What a secret is; {@code token} is one that came to a revocation endpoint, access or refresh. */
    public enum Kind {
        CODE,
        STATE,
        NONCE,
        CODE_VERIFIER,
        CLIENT_SECRET,
        ACCESS_TOKEN,
        REFRESH_TOKEN,
        ID_TOKEN,
        TOKEN;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record RecordedSecret(Kind kind, String value) {
        @Override
        public String toString() {
            return "RecordedSecret[" + kind + "]";
        }
    }

    public synchronized void record(Kind kind, String value) {
        if (value.isEmpty() || kinds.putIfAbsent(value, kind) != null) {
            return;
        }
        if (kinds.size() > CAPACITY) {
            var oldest = kinds.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Everything recorded, oldest first, each value once. */
    public synchronized List<RecordedSecret> all() {
        return kinds.entrySet().stream()
                .map(each -> new RecordedSecret(each.getValue(), each.getKey()))
                .toList();
    }

    /** The kind of secret that a parameter of this name carries, or null. */
    static @Nullable Kind ofParameter(String name) {
        return PARAMETERS.get(name);
    }

    /** Stands for a secret where the secret itself must not be: {@code sha256:} and 16 hexadecimal digits. */
    public static String fingerprint(String secret) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
