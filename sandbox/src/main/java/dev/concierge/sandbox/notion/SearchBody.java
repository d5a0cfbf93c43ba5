package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.http.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a search asks for (field 15).
 *
 * @param query words of the title; empty: everything
 * @param object {@code page}, or what the version calls a database; null: both
 * @param ascending whether what was edited longest ago comes first
 * @param cursor the id where to go on; null at the beginning
 * @param size 1 to 100
 */
record SearchBody(
        String query,
        @Nullable String object,
        boolean ascending,
        @Nullable String cursor,
        int size) {
    private static final Set<String> MEMBERS = Set.of("query", "filter", "sort", "start_cursor", "page_size");
    private static final int LARGEST = 100;

    /** A body that Notion refuses. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String member) {
            super("body failed validation: body." + member);
        }
    }

    /**
     * Reads a body.
     *
     * @param database what this version calls a database
     * @throws Wrong for a body that Notion refuses
     */
    static SearchBody of(Request request, String database) {
        var body = request.jsonObject();
        for (var name : body.propertyNames()) {
            if (!MEMBERS.contains(name)) {
                throw new Wrong(name + " should be not present");
            }
        }
        return new SearchBody(
                body.path("query").asString(""),
                object(body.path("filter"), database),
                ascending(body.path("sort")),
                cursor(body.path("start_cursor")),
                size(body.path("page_size")));
    }

    private static @Nullable String object(JsonNode filter, String database) {
        if (filter.isMissingNode()) {
            return null;
        }
        var value = filter.path("value").asString("");
        if (!filter.path("property").asString("").equals("object")
                || !Set.of(NotionContent.PAGE, database).contains(value)) {
            throw new Wrong("filter.value should be `\"page\"` or `\"" + database + "\"`");
        }
        return value;
    }

    private static boolean ascending(JsonNode sort) {
        if (sort.isMissingNode()) {
            return false;
        }
        var direction = sort.path("direction").asString("");
        if (!sort.path("timestamp").asString("").equals("last_edited_time")
                || !Set.of("ascending", "descending").contains(direction)) {
            throw new Wrong("sort.direction should be `\"ascending\"` or `\"descending\"`");
        }
        return direction.equals("ascending");
    }

    private static @Nullable String cursor(JsonNode cursor) {
        if (!cursor.isMissingNode() && !cursor.isString()) {
            throw new Wrong("start_cursor should be a string or `undefined`");
        }
        return cursor.isMissingNode() ? null : cursor.stringValue();
    }

    private static int size(JsonNode size) {
        if (size.isMissingNode()) {
            return LARGEST;
        }
        if (!size.isIntegralNumber() || size.intValue() < 1 || size.intValue() > LARGEST) {
            throw new Wrong("page_size should be ≤ `100` and ≥ `1`");
        }
        return size.intValue();
    }
}
