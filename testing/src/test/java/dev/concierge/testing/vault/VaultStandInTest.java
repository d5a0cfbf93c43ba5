package dev.concierge.testing.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The stand-in answers as Vault's API documentation says, and lets nothing through that Vault would refuse. */
@Tag("security")
class VaultStandInTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Moved by hand. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Hands clock = new Hands();
    private final HttpClient http = HttpClient.newHttpClient();
    private VaultStandIn vault;
    private String token;

    @BeforeEach
    void start() {
        vault = VaultStandIn.start(clock);
        vault.key("one");
        token = vault.token(VaultStandIn.policy("one"));
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private record Answer(int status, JsonNode body) {
        String error() {
            return body.path("errors").path(0).asString("");
        }

        String data(String name) {
            return body.path("data").path(name).asString("");
        }
    }

    private Answer send(String method, String path, String with, Map<String, String> members)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        members.forEach(body::put);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(vault.address() + "/v1/" + path))
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (!with.isEmpty()) {
            request.header("X-Vault-Token", with);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    private Answer post(String path, Map<String, String> members) throws IOException, InterruptedException {
        return send("POST", path, token, members);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String encrypted() throws IOException, InterruptedException {
        Answer answer = post(
                "transit/encrypt/one", Map.of("plaintext", base64("some keys"), "associated_data", base64("here")));
        assertThat(answer.status()).isEqualTo(200);
        return answer.data("ciphertext");
    }

    private Answer decrypted(String ciphertext, String place) throws IOException, InterruptedException {
        return post("transit/decrypt/one", Map.of("ciphertext", ciphertext, "associated_data", base64(place)));
    }

    @Test
    void what_is_encrypted_opens_with_its_associated_data_alone() throws Exception {
        String ciphertext = encrypted();
        assertThat(ciphertext).startsWith("vault:v1:").doesNotContain(base64("some keys"));
        assertThat(encrypted()).isNotEqualTo(ciphertext);
        assertThat(decrypted(ciphertext, "here").data("plaintext")).isEqualTo(base64("some keys"));
        assertThat(decrypted(ciphertext, "there").status()).isEqualTo(400);
        assertThat(decrypted(ciphertext, "there").error()).isEqualTo("cipher: message authentication failed");
        assertThat(decrypted(ciphertext.substring(1), "here").status()).isEqualTo(400);
        assertThat(post("transit/encrypt/one", Map.of("plaintext", "no base64!"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void versions_open_until_they_are_too_old() throws Exception {
        String first = encrypted();
        vault.rotate("one");
        assertThat(encrypted()).startsWith("vault:v2:");
        assertThat(decrypted(first, "here").status()).isEqualTo(200);
        assertThat(decrypted(first.replace(":v1:", ":v2:"), "here").status()).isEqualTo(400);
        assertThat(decrypted(first.replace(":v1:", ":v3:"), "here").error()).contains("too new");
        vault.minDecryptionVersion("one", 2);
        assertThat(decrypted(first, "here").error()).contains("too old");
        Answer key = send("GET", "transit/keys/one", token, Map.of());
        assertThat(key.body().path("data").path("latest_version").asInt()).isEqualTo(2);
        assertThat(key.data("type")).isEqualTo("aes256-gcm96");
    }

    @Test
    void rewrap_knows_no_associated_data() throws Exception {
        token = vault.token(Set.of("update transit/encrypt/one", "update transit/rewrap/one"));
        assertThat(post("transit/rewrap/one", Map.of("ciphertext", encrypted(), "associated_data", base64("here")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_token_opens_what_its_policy_names_and_no_key_is_made_without_leave() throws Exception {
        for (String bad : new String[] {"", "hvs.nobodys"}) {
            Answer answer = send("GET", "transit/keys/one", bad, Map.of());
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.error()).contains("permission denied");
        }
        assertThat(post("transit/encrypt/two", Map.of("plaintext", base64("x"))).status())
                .isEqualTo(403);
        token = vault.token(VaultStandIn.policy("two"));
        assertThat(send("GET", "transit/keys/two", token, Map.of()).status()).isEqualTo(404);
        assertThat(post("transit/encrypt/two", Map.of("plaintext", base64("x"))).status())
                .as("update is not create")
                .isEqualTo(403);
        assertThat(post("transit/decrypt/two", Map.of("ciphertext", "vault:v1:x"))
                        .error())
                .isEqualTo("encryption key not found");
        vault.revoke(token);
        assertThat(send("GET", "transit/keys/two", token, Map.of()).status()).isEqualTo(403);
    }

    @Test
    void sealed_it_answers_nothing_else() throws Exception {
        vault.sealed(true);
        Answer answer = send("GET", "transit/keys/one", token, Map.of());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).isEqualTo("Vault is sealed");
    }

    @Test
    void a_role_signs_in_as_often_as_its_secret_id_allows_and_renews_to_its_longest_life() throws Exception {
        String secretId =
                vault.role("role", VaultStandIn.policy("one"), Duration.ofSeconds(60), Duration.ofSeconds(90), 1);
        Map<String, String> login = Map.of("role_id", "role", "secret_id", secretId);
        assertThat(send("POST", "auth/approle/login", "", Map.of("role_id", "role", "secret_id", "x"))
                        .error())
                .isEqualTo("invalid role or secret ID");
        JsonNode auth = send("POST", "auth/approle/login", "", login).body().path("auth");
        assertThat(auth.path("lease_duration").asInt()).isEqualTo(60);
        assertThat(send("POST", "auth/approle/login", "", login).status()).isEqualTo(400);

        token = auth.path("client_token").asString("");
        clock.now = clock.now.plusSeconds(50);
        Answer renewed = post("auth/token/renew-self", Map.of());
        assertThat(renewed.body().path("auth").path("lease_duration").asInt()).isEqualTo(40);
        assertThat(encrypted()).isNotEmpty();
        clock.now = clock.now.plusSeconds(40);
        assertThat(send("GET", "transit/keys/one", token, Map.of()).status()).isEqualTo(403);
        assertThat(post("auth/token/renew-self", Map.of()).status()).isEqualTo(403);
    }
}
