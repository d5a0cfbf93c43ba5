package dev.concierge.server.outbound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The header fields of an answer, by name without regard to case. They are foreign text: not for a log or a page. */
public final class AnswerHeaders {
    private final Map<String, List<String>> fields;

    private AnswerHeaders(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    public static AnswerHeaders of(Map<String, List<String>> fields) {
        TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach((name, values) ->
                copy.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
        copy.replaceAll((_, values) -> List.copyOf(values));
        return new AnswerHeaders(Collections.unmodifiableMap(copy));
    }

    /** The first value of a field. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a field in the order they came; empty when there is none. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    public Set<String> names() {
        return fields.keySet();
    }

    /** Type and subtype of Content-Type in lower case, without parameters; empty when there is none. */
    public String mediaType() {
        return first("Content-Type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT))
                .orElse("");
    }

    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
