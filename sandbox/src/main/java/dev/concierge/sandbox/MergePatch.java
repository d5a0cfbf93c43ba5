package dev.concierge.sandbox;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396 section 2: null removes a member, an object merges, anything else replaces. */
public final class MergePatch {
    private MergePatch() {}

    /** {@code target} with {@code patch} applied; neither is changed. */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        var result = target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (var change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                var before = result.get(change.getKey());
                var base = before == null ? JsonNodeFactory.instance.nullNode() : before;
                result.set(change.getKey(), apply(base, change.getValue()));
            }
        }
        return result;
    }
}
