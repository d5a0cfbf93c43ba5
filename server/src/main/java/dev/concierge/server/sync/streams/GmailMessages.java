package dev.concierge.server.sync.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads Gmail's messages: some header fields and the beginning of the text ({@code format=metadata}), or the whole text ({@code format=full}). What is in the
 * bin or is spam is gone.
 */
final class GmailMessages {
    /** The header fields that are asked for (RFC 5322 section 3.6). */
    static final List<String> HEADERS = List.of("From", "To", "Cc", "Subject", "Date");

    /** Where a record holds the text of its message. */
    static final String BODY = "_body";

    private static final Set<String> PUT_AWAY = Set.of("TRASH", "SPAM");

    private GmailMessages() {}

    /**
     * Reads one.
     *
     * @param id as it was asked for
     * @param full whether it was asked for in full: of its parts the text alone is kept, and of its header fields the same as otherwise
     */
    static Item item(String id, JsonNode message, boolean full) {
        ArrayNode one = JsonNodeFactory.instance.arrayNode().add(message);
        return Items.of("", one, _ -> id, node -> read(id, node, full)).getFirst();
    }

    private static Item read(String id, JsonNode message, boolean full) {
        if (!Items.required(message, "id").equals(id)) {
            throw new MalformedException("id_other");
        }
        for (JsonNode label : message.path("labelIds")) {
            if (PUT_AWAY.contains(label.asString(""))) {
                return new Item.Gone("", id);
            }
        }
        if (!message.path("payload").path("headers").isArray()) {
            throw new MalformedException("headers_missing");
        }
        Item.Summary summary = summary(id, message);
        if (!full) {
            return new Item.Present("", id, message, summary);
        }
        String body = GmailBody.text(message.path("payload"));
        return new Item.Present("", id, shortened(message, body), summary.text(body.isEmpty() ? summary.text() : body));
    }

    /** With its text in a member of ours instead of its parts, which hold the same twice and in base64. */
    private static ObjectNode shortened(JsonNode message, String body) {
        ObjectNode kept = (ObjectNode) message.deepCopy();
        JsonNode payload = message.path("payload");
        ArrayNode headers = kept.putObject("payload")
                .put("mimeType", payload.path("mimeType").asString(""))
                .putArray("headers");
        for (JsonNode header : payload.path("headers")) {
            if (HEADERS.stream().anyMatch(header.path("name").asString("")::equalsIgnoreCase)) {
                headers.add(header);
            }
        }
        return kept.put(BODY, body);
    }

    private static Item.Summary summary(String id, JsonNode message) {
        return Item.Summary.of(header(message, "Subject"))
                .at(Items.millis(message.path("internalDate")))
                .with(people(message))
                .link(link(id))
                .text(HtmlUtils.htmlUnescape(message.path("snippet").asString("")));
    }

    private static @Nullable String link(String id) {
        return Items.link(StringNode.valueOf("https://mail.google.com/mail/#all/" + id));
    }

    /** Who it is from, then who else it went to. */
    private static List<String> people(JsonNode message) {
        List<String> people = new ArrayList<>();
        for (String field : List.of("From", "To", "Cc")) {
            people.addAll(Mailboxes.names(header(message, field)));
        }
        return people.stream().distinct().toList();
    }

    /** The first field of that name, in any case of letters; empty when there is none. */
    private static String header(JsonNode message, String name) {
        for (JsonNode header : message.path("payload").path("headers")) {
            if (header.path("name").asString("").equalsIgnoreCase(name)) {
                return header.path("value").asString("");
            }
        }
        return "";
    }
}
