package dev.concierge.server.operations;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes an example of a schema of an OpenAPI document, by its types. */
final class Examples {
    private static final int DEEPEST = 6;
    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode root;
    private final JsonMapper json;

    Examples(JsonNode root, JsonMapper json) {
        this.root = root;
        this.json = json;
    }

    /** An example of the first media type that has a schema; null when there is none. */
    @Nullable
    String of(JsonNode content) {
        for (JsonNode media : content) {
            JsonNode schema = media.path("schema");
            if (schema.has("$ref") || schema.path("type").asString("").matches("object|array")) {
                return json.writerWithDefaultPrettyPrinter().writeValueAsString(value(schema, 0));
            }
        }
        return null;
    }

    private JsonNode value(JsonNode schema, int depth) {
        JsonNodeFactory nodes = json.getNodeFactory();
        if (depth > DEEPEST) {
            return nodes.stringNode("…");
        }
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asString("").replace(REFERENCE, "");
            return value(root.path("components").path("schemas").path(name), depth + 1);
        }
        if (schema.has("example")) {
            return schema.path("example");
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> object(schema, depth);
            case "array" -> nodes.arrayNode().add(value(schema.path("items"), depth + 1));
            case "integer", "number" -> nodes.numberNode(1);
            case "boolean" -> nodes.booleanNode(true);
            default -> nodes.stringNode(word(schema));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = json.createObjectNode();
        schema.path("properties")
                .properties()
                .forEach(property -> object.set(property.getKey(), value(property.getValue(), depth + 1)));
        return object;
    }

    private static String word(JsonNode schema) {
        JsonNode first = schema.path("enum").path(0);
        if (!first.isMissingNode()) {
            return first.asString("…");
        }
        return switch (schema.path("format").asString("")) {
            case "uuid" -> "0199a3c4-7b10-7c3e-9a51-2f6de0a4c1b7";
            case "date-time" -> "2026-11-20T15:03:12Z";
            case "uri" -> "https://…";
            default -> "…";
        };
    }
}
