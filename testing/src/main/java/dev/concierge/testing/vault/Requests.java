package dev.concierge.testing.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests and writes answers in Vault's form. */
final class Requests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Requests() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        if (bytes.length == 0) {
            return object();
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // answered below, as what is no object is
        }
        throw new Refusal(400, "error parsing JSON");
    }

    static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    static byte[] base64(String text, String otherwise) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, otherwise);
        }
    }

    /** The frame around every answer with data. */
    static ObjectNode framed() {
        ObjectNode answer = object();
        answer.put("request_id", "00000000-0000-0000-0000-000000000000");
        answer.put("lease_id", "");
        answer.put("renewable", false);
        answer.put("lease_duration", 0);
        answer.putNull("wrap_info");
        answer.putNull("warnings");
        return answer;
    }

    static void refuse(HttpExchange exchange, int status, String error) throws IOException {
        ObjectNode answer = object();
        var errors = answer.putArray("errors");
        if (!error.isEmpty()) {
            errors.add(error);
        }
        answer(exchange, status, answer.toString());
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
