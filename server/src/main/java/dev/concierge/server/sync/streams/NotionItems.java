package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads Notion's pages and data sources. A page's title is the one property of type {@code title}, a data source has it itself. */
final class NotionItems {
    private NotionItems() {}

    /** What is in the trash is gone. */
    static List<Item> of(JsonNode results) {
        return Items.of("", results, NotionItems::item);
    }

    /** When each was edited, as far as that can be read. */
    static List<Instant> edits(JsonNode results) {
        List<Instant> edits = new ArrayList<>();
        for (JsonNode node : results) {
            Instant edited = edited(node);
            if (edited != null) {
                edits.add(edited);
            }
        }
        return edits;
    }

    private static @Nullable Instant edited(JsonNode node) {
        try {
            return Items.time(node.path("last_edited_time"));
        } catch (MalformedException _) {
            return null;
        }
    }

    private static Item item(JsonNode node) {
        String id = Items.required(node, "id");
        if (node.path("in_trash").asBoolean(false) || node.path("archived").asBoolean(false)) {
            return new Item.Gone("", id);
        }
        Item.Summary summary = Item.Summary.of(title(node))
                .at(Items.time(node.path("last_edited_time")))
                .link(Items.link(node.path("url")))
                .text(words(node));
        return new Item.Present("", id, lasting(node), summary);
    }

    private static String title(JsonNode node) {
        if (node.path("title").isArray()) {
            return plain(node.path("title"));
        }
        for (JsonNode property : node.path("properties")) {
            if (property.path("type").asString("").equals("title")) {
                return plain(property.path("title"));
            }
        }
        return "";
    }

    private static String plain(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(text -> text.path("plain_text").asString(""))
                .collect(Collectors.joining());
    }

    /** All text, and the names of a data source's columns. */
    private static String words(JsonNode node) {
        List<String> words = new ArrayList<>(node.findValuesAsString("plain_text"));
        if (node.path("object").asString("").equals("data_source")) {
            words.addAll(node.path("properties").propertyNames());
        }
        return String.join(" ", words);
    }

    /** Without the addresses of files, which open them to everybody, end within the hour and would make each page look changed at each pass. */
    private static JsonNode lasting(JsonNode node) {
        JsonNode copy = node.deepCopy();
        for (JsonNode parent : copy.findParents("expiry_time")) {
            ((ObjectNode) parent).remove(List.of("url", "expiry_time"));
        }
        return copy;
    }
}
