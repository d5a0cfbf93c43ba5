package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.entries.Entry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pages and data sources as Notion's API gives them (field 15). */
final class NotionObjects {
    /** To the minute. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:00.000'Z'").withZone(ZoneOffset.UTC);

    private NotionObjects() {}

    /** When it was edited, as exactly as Notion says it. */
    static Instant editedAt(Entry entry) {
        return entry.updatedAt().truncatedTo(ChronoUnit.MINUTES);
    }

    /** @param trash the member that says whether it is in the trash; older versions call it {@code archived} */
    static ObjectNode of(Entry entry, String object, String trash) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("object", object)
                .put("id", entry.id())
                .put("created_time", TIME.format(entry.createdAt()))
                .put("last_edited_time", TIME.format(entry.updatedAt()))
                .put(trash, false)
                .put("url", "https://www.notion.so/" + entry.id().replace("-", ""))
                .putNull("public_url")
                .putNull("cover")
                .putNull("icon");
        var user = Workspaces.uuid("user " + entry.account());
        node.putObject("created_by").put("object", "user").put("id", user);
        node.putObject("last_edited_by").put("object", "user").put("id", user);
        node.putObject("parent").put("type", "page_id").put("page_id", entry.place());
        return entry.kind().equals(NotionContent.PAGE) ? page(node, entry) : source(node, entry);
    }

    private static ObjectNode page(ObjectNode node, Entry entry) {
        var title = node.putObject("properties")
                .putObject("title")
                .put("id", "title")
                .put("type", "title");
        text(title.putArray("title"), entry.text());
        return node;
    }

    private static ObjectNode source(ObjectNode node, Entry entry) {
        text(node.putArray("title"), entry.text());
        node.putArray("description");
        var properties = node.putObject("properties");
        property(properties, "Name", "title");
        property(properties, "Status", "select");
        return node;
    }

    private static void property(ObjectNode properties, String name, String type) {
        properties
                .putObject(name)
                .put("id", type)
                .put("name", name)
                .put("type", type)
                .putObject(type);
    }

    private static void text(ArrayNode parts, String words) {
        var part = parts.addObject().put("type", "text");
        part.putObject("text").put("content", words).putNull("link");
        part.put("plain_text", words).putNull("href");
    }
}
