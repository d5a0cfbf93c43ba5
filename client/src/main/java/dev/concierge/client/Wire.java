package dev.concierge.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one call and reads its answer. Thread-safe. */
final class Wire {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI server;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.builder().build();

    Wire(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    static HttpClient usualHttp() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }

    /** @throws ConciergeException when refused or not answered */
    JsonNode get(String path, String bearer) {
        return send(request(path).header("Authorization", "Bearer " + bearer).build());
    }

    /**
     * Without a bearer.
     *
     * @param body written as JSON
     * @return a missing node when the answer is empty
     * @throws ConciergeException when refused or not answered
     */
    JsonNode post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Accept", "application/json, application/problem+json")
                .timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != 200 && answer.statusCode() != 204) {
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
}
