package dev.concierge.server.catalog;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One map of a file. A wrong or missing value adds a fault and answers a stand-in, so that reading goes on and all faults come out at once; what
 * was read with faults is thrown away. Keys that nobody asked for are faults as well, see {@link #done}.
 */
final class Section {
    private final MappingNode node;
    private final boolean plainHttp;
    private final Faults faults;
    private final Values values;
    private final Map<String, Node> open = new LinkedHashMap<>();

    Section(MappingNode node, String name, boolean plainHttp, Faults faults) {
        this.node = node;
        this.plainHttp = plainHttp;
        this.faults = faults;
        this.values = new Values(name, plainHttp, faults);
        for (NodeTuple tuple : node.getValue()) {
            String key = plain(tuple.getKeyNode());
            if (key == null) {
                faults.at(tuple.getKeyNode(), "a key is a word");
            } else if (open.put(key, tuple.getValueNode()) != null) {
                faults.at(tuple.getKeyNode(), "the key " + values.path(key) + " is there twice");
            }
        }
    }

    Values values() {
        return values;
    }

    /** Whether a key is there that nobody has asked for yet. */
    boolean has(String key) {
        return open.containsKey(key);
    }

    /** Whether {@code http} is allowed in URLs. */
    boolean plainHttp() {
        return plainHttp;
    }

    /** Every key was asked for, or is a fault. */
    void done() {
        for (NodeTuple tuple : node.getValue()) {
            String key = plain(tuple.getKeyNode());
            if (key != null && open.containsKey(key)) {
                faults.at(tuple.getKeyNode(), "unknown key " + values.path(key));
            }
        }
    }

    /** Adds a fault about this section as a whole. */
    void fault(String sentence) {
        faults.at(node, sentence);
    }

    void fault(Node at, String sentence) {
        faults.at(at, sentence);
    }

    String text(String key) {
        return required(key).map(value -> values.text(value, key)).orElse(Values.STAND_IN);
    }

    @Nullable
    String optionalText(String key) {
        return take(key).map(value -> values.text(value, key)).orElse(null);
    }

    /** A text that must look in a certain way. */
    String text(String key, String pattern, String rule) {
        Optional<Node> value = required(key);
        return value.map(found -> values.matching(found, values.text(found, key), key, pattern, rule))
                .orElse(Values.STAND_IN);
    }

    @Nullable
    String optionalText(String key, String pattern, String rule) {
        return take(key)
                .map(found -> values.matching(found, values.text(found, key), key, pattern, rule))
                .orElse(null);
    }

    boolean flag(String key, boolean absent) {
        return take(key).map(value -> values.flag(value, key)).orElse(absent);
    }

    boolean flag(String key) {
        return required(key).map(value -> values.flag(value, key)).orElse(false);
    }

    URI url(String key) {
        return required(key).map(value -> values.url(value, key)).orElse(Values.STAND_IN_URL);
    }

    @Nullable
    URI optionalUrl(String key) {
        return take(key).map(value -> values.url(value, key)).orElse(null);
    }

    /** One of an enum's names, in lower case in the file. */
    <E extends Enum<E>> E word(String key, Class<E> words) {
        E[] all = words.getEnumConstants();
        return required(key).map(value -> values.word(value, key, all)).orElse(all[0]);
    }

    <E extends Enum<E>> E word(String key, Class<E> words, E absent) {
        return take(key)
                .map(value -> values.word(value, key, words.getEnumConstants()))
                .orElse(absent);
    }

    /** A whole number between two others. */
    int number(String key, int least, int most) {
        return required(key)
                .map(value -> values.number(value, key, least, most))
                .orElse(least);
    }

    /** A positive duration as ISO 8601 writes it, such as {@code PT10M}. */
    Duration duration(String key, Duration most) {
        return required(key).map(value -> values.duration(value, key, most)).orElse(most);
    }

    @Nullable
    Duration optionalDuration(String key, Duration most) {
        return take(key).map(value -> values.duration(value, key, most)).orElse(null);
    }

    /** A URL in which {@code place} may stand, and stays there percent-encoded. */
    URI url(String key, String place) {
        return required(key)
                .map(value -> values.url(value, key, place, URLEncoder.encode(place, StandardCharsets.UTF_8)))
                .orElse(Values.STAND_IN_URL);
    }

    List<String> texts(String key) {
        return required(key).map(value -> values.texts(value, key)).orElse(List.of());
    }

    List<String> optionalTexts(String key) {
        return take(key).map(value -> values.texts(value, key)).orElse(List.of());
    }

    /** A text, or a list of them that is not empty. */
    List<String> oneOrMore(String key) {
        return required(key).map(value -> values.oneOrMore(value, key)).orElse(List.of());
    }

    List<String> optionalOneOrMore(String key) {
        return take(key).map(value -> values.oneOrMore(value, key)).orElse(List.of());
    }

    /** Some of an enum's names, one or a list. */
    <E extends Enum<E>> Set<E> words(String key, Class<E> words) {
        E[] all = words.getEnumConstants();
        Set<E> found = EnumSet.noneOf(words);
        required(key).ifPresent(value -> {
            List<Node> items = value instanceof SequenceNode list ? list.getValue() : List.of(value);
            items.forEach(item -> found.add(values.word(item, key, all)));
        });
        return found.isEmpty() ? EnumSet.of(all[0]) : found;
    }

    Optional<Section> section(String key) {
        return required(key).flatMap(value -> sectionOf(value, values.path(key)));
    }

    Optional<Section> optionalSection(String key) {
        return take(key).flatMap(value -> sectionOf(value, values.path(key)));
    }

    List<Section> sections(String key) {
        return sectionsOf(required(key), key);
    }

    List<Section> optionalSections(String key) {
        return sectionsOf(take(key), key);
    }

    private List<Section> sectionsOf(Optional<Node> value, String key) {
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof SequenceNode list)) {
            faults.at(value.get(), values.path(key) + " is a list");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        list.getValue().forEach(item -> sectionOf(item, values.path(key)).ifPresent(sections::add));
        return sections;
    }

    /** Every key of this section with what {@code read} makes of it; none stays unknown. */
    <T> Map<String, T> each(BiFunction<String, Node, Optional<T>> read) {
        Map<String, T> all = new LinkedHashMap<>();
        Map.copyOf(open)
                .forEach((key, _) ->
                        take(key).flatMap(value -> read.apply(key, value)).ifPresent(result -> all.put(key, result)));
        Map<String, T> inOrder = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            String key = plain(tuple.getKeyNode());
            T value = key == null ? null : all.get(key);
            if (key != null && value != null) {
                inOrder.put(key, value);
            }
        }
        return inOrder;
    }

    Optional<Section> sectionOf(Node value, String called) {
        if (value instanceof MappingNode map) {
            return Optional.of(new Section(map, called, plainHttp, faults));
        }
        faults.at(value, called + " is a map of keys");
        return Optional.empty();
    }

    private Optional<Node> required(String key) {
        Optional<Node> value = take(key);
        if (value.isEmpty()) {
            faults.at(node, "the key " + values.path(key) + " is missing");
        }
        return value;
    }

    private Optional<Node> take(String key) {
        return Optional.ofNullable(open.remove(key));
    }

    private static @Nullable String plain(Node key) {
        return key instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR) ? scalar.getValue() : null;
    }
}
