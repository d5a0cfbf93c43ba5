package dev.concierge.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a Concierge server with an API key. Thread-safe; one per key is enough.
 *
 * <pre>{@code
 * ConciergeClient concierge = ConciergeClient.of(URI.create("https://concierge.example.org"), System.getenv("CONCIERGE_KEY"));
 * for (Integration integration : concierge.integrations()) {
 *     AccessToken token = concierge.token(integration.id());
 * }
 * }</pre>
 */
public final class ConciergeClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 200;

    private final URI server;
    private final String key;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.builder().build();

    private ConciergeClient(URI server, String key, HttpClient http) {
        this.server = server;
        this.key = key;
        this.http = http;
    }

    /**
     * A client of one server and key.
     *
     * @param server its public address, without a path
     * @param key {@code ck_…}, with the scopes {@code integrations:read} and {@code tokens:vend} for what is here
     */
    public static ConciergeClient of(URI server, String key) {
        return new ConciergeClient(
                server,
                key,
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build());
    }

    /** As the other, over an HTTP client of the caller's. It should follow no redirects. */
    public static ConciergeClient of(URI server, String key, HttpClient http) {
        return new ConciergeClient(server, key, http);
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
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json")
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != 200) {
                throw refused(answer);
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new ConciergeException("The server at " + server + " did not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConciergeException("The call was interrupted.", e);
        }
    }

    private ConciergeException refused(HttpResponse<String> answer) {
        Duration retryAfter = answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
        try {
            JsonNode problem = json.readTree(answer.body());
            String type = problem.path("type").asString("");
            return new ConciergeException(
                    answer.statusCode(),
                    type.substring(type.lastIndexOf('/') + 1),
                    problem.path("detail").asString(""),
                    retryAfter);
        } catch (JacksonException e) {
            return new ConciergeException(
                    answer.statusCode(), "unreadable", "The server answered " + answer.statusCode() + ".", retryAfter);
        }
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
