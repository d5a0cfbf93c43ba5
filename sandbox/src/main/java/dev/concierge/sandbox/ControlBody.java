package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object of a request to the control API, read strictly: each mistake is an {@link IllegalArgumentException}. */
final class ControlBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode json;

    private ControlBody(ObjectNode json) {
        this.json = json;
    }

    static ControlBody of(Request request) {
        try {
            if (JSON.readTree(request.text()) instanceof ObjectNode object) {
                return new ControlBody(object);
            }
        } catch (JacksonException _) {
            // refused below like any other body that is no object
        }
        throw new IllegalArgumentException("The body must be a JSON object.");
    }

    ObjectNode json() {
        return json;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name) {
        var value = value(name);
        if (value == null || !value.isString() || value.stringValue().isBlank()) {
            throw new IllegalArgumentException(name + " is missing or not a text.");
        }
        return value.stringValue();
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    long number(String name) {
        var value = value(name);
        if (value == null || !value.isIntegralNumber()) {
            throw new IllegalArgumentException(name + " is missing or not a whole number.");
        }
        return value.longValue();
    }

    /** False when missing. */
    boolean flag(String name) {
        var value = value(name);
        if (value != null && !value.isNull() && !value.isBoolean()) {
            throw new IllegalArgumentException(name + " is not true or false.");
        }
        return value != null && value.isBoolean() && value.booleanValue();
    }

    ObjectNode object(String name) {
        if (value(name) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException(name + " is missing or not an object.");
    }

    List<String> texts(String name) {
        var value = value(name);
        if (value == null || !value.isArray()) {
            throw new IllegalArgumentException(name + " is missing or not a list.");
        }
        var texts = new ArrayList<String>();
        for (var each : value) {
            if (!each.isString()) {
                throw new IllegalArgumentException(name + " holds something that is not a text.");
            }
            texts.add(each.stringValue());
        }
        return texts;
    }

    /** Refuses other names than these: a misspelt one must not pass as a wish fulfilled. */
    ControlBody only(String... names) {
        var known = Set.of(names);
        for (var name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("Not understood: " + name + ".");
            }
        }
        return this;
    }

    private @Nullable JsonNode value(String name) {
        return json.get(name);
    }
}
