package dev.concierge.sandbox.google;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a request wants to see of an answer ({@code fields}): {@code a,b(c,d),e/f,*}. Without names below it, a member comes whole. */
final class FieldMask {
    private static final String EVERYTHING = "*";

    private final Map<String, FieldMask> members = new LinkedHashMap<>();

    private FieldMask() {}

    /**
     * Reads it.
     *
     * @param known the names that there are, at any depth
     * @throws Refusal 400 for a name that there is not, and for what is no such text
     */
    static FieldMask of(String text, Set<String> known) {
        var reader = new Reader(text, known);
        var mask = reader.list();
        if (reader.at < text.length()) {
            throw wrong(text);
        }
        return mask;
    }

    /** What is left of an answer. */
    ObjectNode apply(ObjectNode answer) {
        return (ObjectNode) left(answer);
    }

    private JsonNode left(JsonNode node) {
        if (members.isEmpty() || members.containsKey(EVERYTHING)) {
            return node;
        }
        if (node instanceof ArrayNode array) {
            var rest = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> rest.add(left(element)));
            return rest;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        var rest = JsonNodeFactory.instance.objectNode();
        for (var member : object.properties()) {
            var mask = members.get(member.getKey());
            if (mask != null) {
                rest.set(member.getKey(), mask.left(member.getValue()));
            }
        }
        return rest;
    }

    private static Refusal wrong(String name) {
        return new Refusal(
                GoogleErrors.badRequest("global", "invalidParameter", "Invalid field selection " + name, "fields"));
    }

    private static final class Reader {
        private final String text;
        private final Set<String> known;
        private int at;

        Reader(String text, Set<String> known) {
            this.text = text;
            this.known = known;
        }

        FieldMask list() {
            var mask = new FieldMask();
            do {
                member(mask);
            } while (takes(','));
            return mask;
        }

        private void member(FieldMask mask) {
            var name = name();
            var below = new FieldMask();
            if (takes('/')) {
                member(below);
            } else if (takes('(')) {
                below = list();
                if (!takes(')')) {
                    throw wrong(text);
                }
            }
            mask.members.put(name, below);
        }

        private String name() {
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '*')) {
                at++;
            }
            var name = text.substring(from, at);
            if (!name.equals(EVERYTHING) && !known.contains(name)) {
                throw wrong(name);
            }
            return name;
        }

        private boolean takes(char wanted) {
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }
    }
}
