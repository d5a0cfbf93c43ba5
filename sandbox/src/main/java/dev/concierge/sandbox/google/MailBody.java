package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Html;
import dev.concierge.sandbox.belongings.Belonging;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message in {@code format=full}: the parts of its payload (MIME, RFC 2046) with their text in base64url. */
final class MailBody {
    private MailBody() {}

    /** @param metadata the message without them, which is completed */
    static ObjectNode full(ObjectNode metadata, Belonging message) {
        var text = message.content().path("body").asString(message.text("snippet"));
        var payload = (ObjectNode) metadata.path("payload");
        payload.put("partId", "").put("filename", "");
        if (!payload.path("mimeType").asString("").startsWith("multipart/")) {
            put(payload, text);
            return metadata;
        }
        payload.putObject("body").put("size", 0);
        var parts = payload.putArray("parts");
        part(parts, "0", "text/plain", text);
        part(parts, "1", "text/html", "<p>" + Html.escape(text) + "</p>");
        return metadata;
    }

    private static void part(ArrayNode parts, String id, String type, String text) {
        var part = parts.addObject().put("partId", id).put("mimeType", type).put("filename", "");
        part.putArray("headers").addObject().put("name", "Content-Type").put("value", type + "; charset=\"UTF-8\"");
        put(part, text);
    }

    private static void put(ObjectNode part, String text) {
        var bytes = text.getBytes(UTF_8);
        part.putObject("body")
                .put("size", bytes.length)
                .put("data", Base64.getUrlEncoder().encodeToString(bytes));
    }
}
