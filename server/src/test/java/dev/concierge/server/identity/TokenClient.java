package dev.concierge.server.identity;

import dev.concierge.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that signs people in at one node, which it names by the public address. It keeps nothing between calls. */
final class TokenClient {
    static final String KEY = "a client key of forty characters, at once".replace(' ', '-');

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** What came back. */
    record Answer(int status, String body, HttpResponse<String> raw) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String accessToken() {
            return json().path("accessToken").asString("");
        }

        String refreshToken() {
            return json().path("refreshToken").asString("");
        }

        /** The claims of the access token, unchecked. */
        JsonNode claims() {
            return JSON.readTree(new String(
                    Base64.getUrlDecoder().decode(accessToken().split("\\.", -1)[1]), StandardCharsets.UTF_8));
        }

        /** Status and words, without what differs from request to request. */
        String neutral() {
            return status
                    + body.replaceAll("urn:request:[0-9a-f-]+", "")
                    + raw.headers().firstValue("www-authenticate").orElse("none");
        }
    }

    private final URI node;
    private final String authority;

    TokenClient(TestServer node, URI publicUrl) {
        this.node = node.url();
        this.authority = publicUrl.getAuthority();
    }

    static TokenClient at(People people) {
        return new TokenClient(people.server(), people.server().url());
    }

    Answer login(String email) {
        return login(email, People.PASSWORD, KEY);
    }

    /** With a code of a second factor. */
    Answer login(String email, String code) {
        return post(
                "/api/v1/auth/login",
                JSON.writeValueAsString(
                        Map.of("email", email, "password", People.PASSWORD, "code", code, "clientKey", KEY)));
    }

    /** @param client empty for none */
    Answer login(String email, String password, String client, String... headers) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("email", email);
        body.put("password", password);
        if (!client.isEmpty()) {
            body.put("clientKey", client);
        }
        return post("/api/v1/auth/login", JSON.writeValueAsString(body), headers);
    }

    Answer refresh(String token) {
        return refresh(token, KEY);
    }

    /** @param client empty for none */
    Answer refresh(String token, String client) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("refreshToken", token);
        if (!client.isEmpty()) {
            body.put("clientKey", client);
        }
        return post("/api/v1/auth/refresh", JSON.writeValueAsString(body));
    }

    Answer logout(String token) {
        return post("/api/v1/auth/logout", JSON.writeValueAsString(Map.of("refreshToken", token)));
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** Who the bearer of a credential is. */
    Answer me(String bearer) {
        return send("GET", "/api/v1/me", "", "Authorization", "Bearer " + bearer);
    }

    /** @param headers pairs of name and value */
    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Host", authority)
                .header("Accept", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int index = 0; index < headers.length; index += 2) {
            request.setHeader(headers[index], headers[index + 1]);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
