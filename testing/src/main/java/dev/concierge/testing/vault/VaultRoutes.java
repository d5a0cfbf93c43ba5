package dev.concierge.testing.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The paths below {@code /v1/} that the stand-in knows. */
final class VaultRoutes {
    private static final Pattern TRANSIT =
            Pattern.compile(VaultStandIn.MOUNT + "/(keys|encrypt|decrypt|rewrap)/([A-Za-z0-9_.-]+)");

    private final Map<String, TransitKeyRing> keys = new ConcurrentHashMap<>();
    private final List<String> plaintexts = new ArrayList<>();
    private final Tokens tokens;
    private volatile boolean bindsAssociatedData = true;

    VaultRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    void put(String name, TransitKeyRing key) {
        keys.put(name, key);
    }

    TransitKeyRing key(String name) {
        TransitKeyRing key = keys.get(name);
        if (key == null) {
            throw new Refusal(400, "encryption key not found");
        }
        return key;
    }

    void knowsNoAssociatedData() {
        bindsAssociatedData = false;
    }

    List<String> plaintexts() {
        synchronized (plaintexts) {
            return List.copyOf(plaintexts);
        }
    }

    void answer(HttpExchange exchange, String path) throws IOException {
        JsonNode body = Requests.body(exchange);
        String method = exchange.getRequestMethod();
        if (path.equals("auth/approle/login")) {
            requirePost(method);
            send(exchange, auth(tokens.login(Requests.text(body, "role_id"), Requests.text(body, "secret_id"))));
            return;
        }
        String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
        Matcher transit = TRANSIT.matcher(path);
        String capability = transit.matches() ? capability(method, transit.group(1), transit.group(2)) : "update";
        if (!tokens.allows(token, capability, path)) {
            throw Refusal.denied();
        }
        if (path.equals("auth/token/renew-self")) {
            requirePost(method);
            send(exchange, auth(tokens.renew(token)));
        } else if (transit.matches()) {
            send(exchange, transit(method, transit.group(1), transit.group(2), body));
        } else {
            throw new Refusal(404, "no handler for route \"" + path + "\". route entry not found.");
        }
    }

    /** To encrypt under a name that there is not is to create it, and that needs another capability. */
    private String capability(String method, String verb, String name) {
        return method.equals("GET") ? "read" : verb.equals("encrypt") && !keys.containsKey(name) ? "create" : "update";
    }

    private ObjectNode transit(String method, String verb, String name, JsonNode body) {
        if (verb.equals("keys")) {
            if (!method.equals("GET")) {
                throw new Refusal(405, "unsupported operation");
            }
            return described(name, keys.get(name));
        }
        requirePost(method);
        ObjectNode answer = Requests.framed();
        ObjectNode data = answer.putObject("data");
        switch (verb) {
            case "encrypt" -> encrypt(name, body, data);
            case "decrypt" -> decrypt(name, body, data);
            default -> rewrap(name, body, data);
        }
        return answer;
    }

    private void encrypt(String name, JsonNode body, ObjectNode data) {
        TransitKeyRing key = keys.computeIfAbsent(name, made -> new TransitKeyRing("aes256-gcm96", false));
        if (!body.has("plaintext")) {
            throw new Refusal(400, "missing plaintext to encrypt");
        }
        String plaintext = Requests.text(body, "plaintext");
        remember(plaintext);
        byte[] bytes = Requests.base64(plaintext, "failed to base64-decode plaintext");
        data.put("ciphertext", key.encrypt(bytes, associated(body)));
        data.put("key_version", key.latestVersion());
    }

    private void decrypt(String name, JsonNode body, ObjectNode data) {
        String plaintext = Base64.getEncoder().encodeToString(key(name).decrypt(ciphertext(body), associated(body)));
        remember(plaintext);
        data.put("plaintext", plaintext);
    }

    /** Takes no associated data, as Vault's does not (its issue 29532): what was bound cannot be rewrapped. */
    private void rewrap(String name, JsonNode body, ObjectNode data) {
        TransitKeyRing key = key(name);
        data.put("ciphertext", key.encrypt(key.decrypt(ciphertext(body), new byte[0]), new byte[0]));
        data.put("key_version", key.latestVersion());
    }

    private static String ciphertext(JsonNode body) {
        String ciphertext = Requests.text(body, "ciphertext");
        if (ciphertext.isEmpty()) {
            throw new Refusal(400, "missing ciphertext to decrypt");
        }
        return ciphertext;
    }

    private byte[] associated(JsonNode body) {
        return bindsAssociatedData
                ? Requests.base64(Requests.text(body, "associated_data"), "failed to base64-decode associated_data")
                : new byte[0];
    }

    private static ObjectNode described(String name, @Nullable TransitKeyRing key) {
        if (key == null) {
            throw new Refusal(404, "");
        }
        ObjectNode answer = Requests.framed();
        ObjectNode data = answer.putObject("data");
        boolean symmetric = key.type().equals("aes256-gcm96");
        data.put("name", name);
        data.put("type", key.type());
        data.put("latest_version", key.latestVersion());
        data.put("min_decryption_version", key.minDecryptionVersion());
        data.put("min_encryption_version", 0);
        data.put("derived", false);
        data.put("exportable", key.exportable());
        data.put("allow_plaintext_backup", false);
        data.put("deletion_allowed", false);
        data.put("supports_encryption", symmetric);
        data.put("supports_decryption", symmetric);
        return answer;
    }

    private static ObjectNode auth(Tokens.Granted granted) {
        ObjectNode answer = Requests.framed();
        answer.putNull("data");
        ObjectNode auth = answer.putObject("auth");
        auth.put("client_token", granted.token());
        auth.put("lease_duration", granted.lease().toSeconds());
        auth.put("renewable", granted.renewable());
        auth.put("token_type", "service");
        return answer;
    }

    private static void requirePost(String method) {
        if (!method.equals("POST") && !method.equals("PUT")) {
            throw new Refusal(405, "unsupported operation");
        }
    }

    private void remember(String plaintext) {
        synchronized (plaintexts) {
            plaintexts.add(plaintext);
        }
    }

    private static void send(HttpExchange exchange, ObjectNode answer) throws IOException {
        Requests.answer(exchange, 200, answer.toString());
    }
}
