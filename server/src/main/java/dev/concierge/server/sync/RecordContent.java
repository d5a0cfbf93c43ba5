package dev.concierge.server.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An item's content as text for {@code jsonb}: members in order of name, so that the same content is the same text; characters that PostgreSQL
 * cannot store replaced; not larger than the limit.
 */
@Component
class RecordContent {
    /** Names the members that were left out, because the record would have been too large. */
    static final String OMITTED = "_omitted";

    /** As JSON is written. It may also be a backslash and five letters, which cleaning leaves as they are. */
    private static final String ESCAPED_NUL = "\\u0000";

    private final JsonMapper json;
    private final long limit;

    RecordContent(JsonMapper json, SyncSettings settings) {
        this.json =
                json.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
        this.limit = settings.recordLimit().toBytes();
    }

    String text(JsonNode content) {
        String text = json.writeValueAsString(content);
        if (text.contains(ESCAPED_NUL) || !clean(text).equals(text)) {
            text = json.writeValueAsString(clean(content));
        }
        return size(text) <= limit ? text : json.writeValueAsString(shortened(clean(content)));
    }

    JsonNode read(String text) {
        return json.readTree(text);
    }

    /** Leaves out the largest members, one by one. */
    private JsonNode shortened(JsonNode content) {
        ObjectNode rest = json.createObjectNode();
        ArrayNode omitted = rest.putArray(OMITTED);
        long size = 2L + OMITTED.length();
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(content.properties());
        members.sort(Comparator.comparingLong(member -> size(json.writeValueAsString(member.getValue()))));
        for (Map.Entry<String, JsonNode> member : members) {
            size += 8L + 2L * member.getKey().length() + size(json.writeValueAsString(member.getValue()));
            if (size <= limit) {
                rest.set(member.getKey(), member.getValue());
            } else if (member.getKey().length() <= 100) {
                omitted.add(member.getKey());
            }
        }
        return rest;
    }

    private JsonNode clean(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = json.createObjectNode();
                object.properties().forEach(member -> copy.set(clean(member.getKey()), clean(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = json.createArrayNode();
                array.forEach(element -> copy.add(clean(element)));
                yield copy;
            }
            case StringNode text -> StringNode.valueOf(clean(text.asString()));
            default -> node;
        };
    }

    /** NUL and halves of surrogate pairs become U+FFFD. */
    static String clean(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean == null ? text : clean.toString();
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
