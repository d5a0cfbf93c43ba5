package dev.concierge.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A person signed in by address and password. Keeps the access token fresh: one refresh at a time, whoever asks. An answer that is lost on the way is asked for
 * again, which the server allows to the same client for ten seconds. Thread-safe. Closing it signs out.
 *
 * <pre>{@code
 * try (SignIn signIn = SignIn.with(URI.create("https://concierge.example.org"), email, password)) {
 *     ConciergeClient concierge = ConciergeClient.of(signIn);
 * }
 * }</pre>
 */
public final class SignIn implements AutoCloseable {
    /** An access token with less left than this is renewed before it is used. */
    private static final Duration LEFT = Duration.ofSeconds(30);

    private static final int KEY_BYTES = 32;

    /**
     * Who signed in.
     *
     * @param localId null until an administrator set one
     * @param provider how: {@code password}, or the provider's id
     */
    public record User(
            UUID id,
            @Nullable String email,
            String role,
            @Nullable String localId,
            String provider) {}

    private final Wire wire;
    private final Clock clock;
    private final String clientKey;
    private final ReentrantLock lock = new ReentrantLock();
    private String accessToken = "";
    private String refreshToken = "";
    private Instant expiresAt = Instant.EPOCH;
    private User user;

    private SignIn(Wire wire, Clock clock, String clientKey, JsonNode tokens) {
        this.wire = wire;
        this.clock = clock;
        this.clientKey = clientKey;
        this.user = user(tokens);
        keep(tokens);
    }

    /**
     * Signs in.
     *
     * @param server its public address, without a path
     * @throws ConciergeException {@code unauthenticated} when they do not belong together, {@code too-many-requests}
     */
    public static SignIn with(URI server, String email, String password) {
        return with(server, email, password, Wire.usualHttp());
    }

    /** As the other, over an HTTP client of the caller's. It should follow no redirects. */
    public static SignIn with(URI server, String email, String password, HttpClient http) {
        return with(new Wire(server, http), email, password, null, Clock.systemUTC());
    }

    /**
     * Signs somebody in who has a second factor.
     *
     * @param code of the authenticator app, or a recovery code
     * @throws ConciergeException {@code unauthenticated} when they do not belong together or the code does not fit, {@code too-many-requests}
     */
    public static SignIn withCode(URI server, String email, String password, String code) {
        return withCode(server, email, password, code, Wire.usualHttp());
    }

    /** As the other, over an HTTP client of the caller's. It should follow no redirects. */
    public static SignIn withCode(URI server, String email, String password, String code, HttpClient http) {
        return with(new Wire(server, http), email, password, code, Clock.systemUTC());
    }

    static SignIn with(Wire wire, String email, String password, @Nullable String code, Clock clock) {
        String key = random();
        Map<String, String> body = new LinkedHashMap<>();
        body.put("email", email);
        body.put("password", password);
        if (code != null) {
            body.put("code", code);
        }
        body.put("clientKey", key);
        return new SignIn(wire, clock, key, wire.post("/api/v1/auth/login", body));
    }

    /** Who signed in, as of the last token. */
    public User user() {
        lock.lock();
        try {
            return user;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A token that lives for at least half a minute more, for the Authorization header.
     *
     * @throws ConciergeException {@code unauthenticated} when the sign-in ended: sign in again
     */
    public String accessToken() {
        lock.lock();
        try {
            if (!clock.instant().plus(LEFT).isBefore(expiresAt)) {
                keep(refresh());
            }
            return accessToken;
        } finally {
            lock.unlock();
        }
    }

    private JsonNode refresh() {
        Map<String, String> body = Map.of("refreshToken", refreshToken, "clientKey", clientKey);
        try {
            return wire.post("/api/v1/auth/refresh", body);
        } catch (ConciergeException e) {
            if (e.status() != 0) {
                throw e;
            }
            return wire.post("/api/v1/auth/refresh", body);
        }
    }

    private void keep(JsonNode tokens) {
        accessToken = tokens.path("accessToken").asString();
        refreshToken = tokens.path("refreshToken").asString();
        expiresAt = Instant.parse(tokens.path("expiresAt").asString());
        user = user(tokens);
    }

    private static User user(JsonNode tokens) {
        JsonNode user = tokens.path("user");
        return new User(
                UUID.fromString(user.path("id").asString()),
                text(user, "email"),
                user.path("role").asString(),
                text(user, "localId"),
                user.path("provider").asString());
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).asString() : null;
    }

    /** Signs out: no token of this sign-in works anywhere a second later. @throws ConciergeException when the server did not hear of it */
    @Override
    public void close() {
        lock.lock();
        try {
            wire.post("/api/v1/auth/logout", Map.of("refreshToken", refreshToken));
        } finally {
            lock.unlock();
        }
    }

    Wire wire() {
        return wire;
    }

    private static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SignIn[" + user().id() + "]";
    }
}
