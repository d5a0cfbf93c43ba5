package dev.concierge.server.imports;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ImportRefused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one object of a line, read strictly: what is not known is refused, and no refusal repeats what stands there. */
final class Fields {
    private static final Pattern SHOWABLE_NAME = Pattern.compile("[A-Za-z_]{1,30}");

    private final JsonNode object;
    private final String path;

    private Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** @throws ImportRefused when it is no object, or has a field that is not known */
    static Fields of(JsonNode node, String path, Set<String> known) {
        if (!node.isObject()) {
            throw new ImportRefused(path.isEmpty() ? "line" : path, "This is not a JSON object.");
        }
        node.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    String shown = SHOWABLE_NAME.matcher(name).matches() ? name : "?";
                    throw new ImportRefused(
                            at(path, shown), "There is no such field. Leave it out; docs/import.md lists them all.");
                });
        return new Fields(node, path);
    }

    String path(String name) {
        return at(path, name);
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Null when the field is missing or null. */
    private @Nullable JsonNode given(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String name) {
        return given(name) != null;
    }

    String text(String name, int longest) {
        String text = textOrNull(name, longest);
        if (text == null) {
            throw new ImportRefused(path(name), "It is missing.");
        }
        return text;
    }

    /** One line without control characters, not blank. */
    @Nullable
    String textOrNull(String name, int longest) {
        JsonNode value = given(name);
        return value == null ? null : line(value, path(name), longest);
    }

    private static String line(JsonNode value, String at, int longest) {
        if (!value.isString()) {
            throw new ImportRefused(at, "This is not a text.");
        }
        String text = value.stringValue();
        if (text.isBlank()) {
            throw new ImportRefused(at, "It is empty. Leave the field out, or write null.");
        }
        if (text.length() > longest) {
            throw new ImportRefused(at, "It is longer than " + longest + " characters.");
        }
        if (text.codePoints().anyMatch(Fields::unfit)) {
            throw new ImportRefused(at, "It holds a control character or half a character.");
        }
        return text;
    }

    private static boolean unfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    @Nullable
    Secret secretOrNull(String name, int longest) {
        String text = textOrNull(name, longest);
        return text == null ? null : Secret.of(text);
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = given(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new ImportRefused(path(name), "This is neither true nor false.");
        }
        return value.booleanValue();
    }

    /** Null when the field is missing; otherwise whether it is a whole number, and which. */
    @Nullable
    Long wholeNumberOrNull(String name) {
        JsonNode value = given(name);
        return value != null && value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }

    @Nullable
    Fields objectOrNull(String name, Set<String> known) {
        JsonNode value = given(name);
        return value == null ? null : of(value, path(name), known);
    }

    List<Fields> objects(String name, Set<String> known, int most) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : elements(name, most)) {
            objects.add(of(element, path(name) + "[" + objects.size() + "]", known));
        }
        return objects;
    }

    Set<String> words(String name, int longest, int most) {
        Set<String> words = new LinkedHashSet<>();
        for (JsonNode element : elements(name, most)) {
            words.add(line(element, path(name), longest));
        }
        return words;
    }

    private Iterable<JsonNode> elements(String name, int most) {
        JsonNode value = given(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new ImportRefused(path(name), "This is not a list.");
        }
        if (value.size() > most) {
            throw new ImportRefused(path(name), "There are more than " + most + ".");
        }
        return value;
    }
}
