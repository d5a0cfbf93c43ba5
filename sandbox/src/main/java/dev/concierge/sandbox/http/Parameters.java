package dev.concierge.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters of a query or a form (application/x-www-form-urlencoded), in the order they came, repeats kept. */
public final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Parameters none() {
        return new Parameters(Map.of());
    }

    /** These, each once. */
    public static Parameters of(Map<String, String> values) {
        var lists = new LinkedHashMap<String, List<String>>();
        values.forEach((name, value) -> lists.put(name, List.of(value)));
        return new Parameters(lists);
    }

    /** These and the others; a name in both is repeated. */
    public Parameters and(Parameters others) {
        var all = new LinkedHashMap<String, List<String>>();
        values.forEach((name, each) ->
                all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(each));
        others.values.forEach((name, each) ->
                all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(each));
        return new Parameters(all);
    }

    /**
     * Reads {@code name=value&…}; null and empty give no parameters.
     *
     * @throws BadRequest when a percent sign is not followed by two hexadecimal digits
     */
    public static Parameters parse(@Nullable String encoded) {
        var values = new LinkedHashMap<String, List<String>>();
        if (encoded != null && !encoded.isEmpty()) {
            for (var pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (!name.isEmpty()) {
                    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            }
        }
        return new Parameters(values);
    }

    /** The first value, or null when the parameter is missing or empty: RFC 6749 section 3.1 treats both alike. */
    public @Nullable String get(String name) {
        var all = values.getOrDefault(name, List.of());
        return all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
    }

    /** The first value, or that one when the parameter is missing or empty. */
    public String get(String name, String otherwise) {
        var value = get(name);
        return value == null ? otherwise : value;
    }

    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** The names that came more than once; RFC 6749 section 3.1 forbids that for every parameter of OAuth. */
    public Set<String> repeated() {
        return values.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A value made fit for a query or form. */
    public static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    /** These and one more value. */
    public Parameters and(String name, String value) {
        var more = new LinkedHashMap<>(values);
        var all = new ArrayList<>(all(name));
        all.add(value);
        more.put(name, List.copyOf(all));
        return new Parameters(more);
    }

    /** {@code name=value&…}, encoded. */
    public static String format(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, UTF_8);
        } catch (IllegalArgumentException _) {
            throw new BadRequest("A parameter is not percent-encoded correctly.");
        }
    }
}
