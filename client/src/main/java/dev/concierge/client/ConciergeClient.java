package dev.concierge.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls a Concierge server with an API key, or as a person by {@link SignIn}. Thread-safe; one per key or sign-in is enough.
 *
 * <pre>{@code
 * ConciergeClient concierge = ConciergeClient.of(URI.create("https://concierge.example.org"), System.getenv("CONCIERGE_KEY"));
 * for (Integration integration : concierge.integrations()) {
 *     AccessToken token = concierge.token(integration.id());
 * }
 * }</pre>
 */
public final class ConciergeClient {
    private static final int PAGE = 200;

    private final Wire wire;
    private final Supplier<String> credential;

    private ConciergeClient(Wire wire, Supplier<String> credential) {
        this.wire = wire;
        this.credential = credential;
    }

    /**
     * A client of one server and key.
     *
     * @param server its public address, without a path
     * @param key {@code ck_…}, with the scopes {@code integrations:read} and {@code tokens:vend} for what is here
     */
    public static ConciergeClient of(URI server, String key) {
        return of(server, key, Wire.usualHttp());
    }

    /** As the other, over an HTTP client of the caller's. It should follow no redirects. */
    public static ConciergeClient of(URI server, String key, HttpClient http) {
        return new ConciergeClient(new Wire(server, http), () -> key);
    }

    /** A client that calls as a person who signed in, and renews its access token by itself. */
    public static ConciergeClient of(SignIn signIn) {
        return new ConciergeClient(signIn.wire(), signIn::accessToken);
    }

    /** Every integration of the key's account that is not disconnected, newest first. @throws ConciergeException when refused */
    public List<Integration> integrations() {
        List<Integration> all = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = get(
                    "/api/v1/oauth/integrations?limit=" + PAGE + (cursor == null ? "" : "&cursor=" + encode(cursor)));
            page.path("items").forEach(item -> all.add(integration(item)));
            cursor = text(page, "nextCursor");
        } while (cursor != null);
        return List.copyOf(all);
    }

    /** A token that lives for at least five minutes, or half of its life. @throws ConciergeException when refused */
    public AccessToken token(UUID integration) {
        return token(integration, Duration.ofMinutes(5));
    }

    /**
     * A fresh access token.
     *
     * @param minTtl how long it must live at least; the server cuts it to half of the token's life
     * @throws ConciergeException {@link ConciergeException#needsReconnect} when only the person can help
     */
    public AccessToken token(UUID integration, Duration minTtl) {
        JsonNode token =
                get("/api/v1/oauth/integrations/" + integration + "/token?minTtl=" + encode(minTtl.toString()));
        return new AccessToken(
                token.path("accessToken").asString(),
                token.path("tokenType").asString(),
                instant(token, "expiresAt"),
                texts(token, "scopes"));
    }

    private JsonNode get(String path) {
        return wire.get(path, credential.get());
    }

    private static Integration integration(JsonNode item) {
        return new Integration(
                UUID.fromString(item.path("id").asString()),
                item.path("provider").asString(),
                item.path("state").asString(),
                text(item, "cause"),
                item.path("label").asString(),
                item.path("account").asString(),
                texts(item, "scopes"),
                texts(item, "withheld"),
                Instant.parse(item.path("connectedAt").asString()));
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).asString() : null;
    }

    private static @Nullable Instant instant(JsonNode node, String name) {
        String value = text(node, name);
        return value == null ? null : Instant.parse(value);
    }

    private static List<String> texts(JsonNode node, String name) {
        List<String> texts = new ArrayList<>();
        node.path(name).forEach(item -> texts.add(item.asString()));
        return texts;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
