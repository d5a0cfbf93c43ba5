package dev.concierge.server.catalog;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
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
    private static final URI STAND_IN_URL = URI.create("https://invalid");
    private static final String STAND_IN = "invalid";
    private static final int LONGEST_TEXT = 500;

    private final MappingNode node;
    private final String name;
    private final boolean plainHttp;
    private final Faults faults;
    private final Map<String, Node> open = new LinkedHashMap<>();

    Section(MappingNode node, String name, boolean plainHttp, Faults faults) {
        this.node = node;
        this.name = name;
        this.plainHttp = plainHttp;
        this.faults = faults;
        for (NodeTuple tuple : node.getValue()) {
            String key = plain(tuple.getKeyNode());
            if (key == null) {
                faults.at(tuple.getKeyNode(), "a key is a word");
            } else if (open.put(key, tuple.getValueNode()) != null) {
                faults.at(tuple.getKeyNode(), "the key " + path(key) + " is there twice");
            }
        }
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
                faults.at(tuple.getKeyNode(), "unknown key " + path(key));
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
        return required(key).map(value -> textOf(value, key)).orElse(STAND_IN);
    }

    @Nullable
    String optionalText(String key) {
        return take(key).map(value -> textOf(value, key)).orElse(null);
    }

    /** A text that must look in a certain way. */
    String text(String key, String pattern, String rule) {
        Optional<Node> value = required(key);
        return value.map(found -> matching(found, textOf(found, key), key, pattern, rule))
                .orElse(STAND_IN);
    }

    @Nullable
    String optionalText(String key, String pattern, String rule) {
        return take(key)
                .map(found -> matching(found, textOf(found, key), key, pattern, rule))
                .orElse(null);
    }

    boolean flag(String key, boolean absent) {
        return take(key).map(value -> flagOf(value, key)).orElse(absent);
    }

    boolean flag(String key) {
        return required(key).map(value -> flagOf(value, key)).orElse(false);
    }

    URI url(String key) {
        return required(key).map(value -> urlOf(value, key)).orElse(STAND_IN_URL);
    }

    @Nullable
    URI optionalUrl(String key) {
        return take(key).map(value -> urlOf(value, key)).orElse(null);
    }

    /** One of an enum's names, in lower case in the file. */
    <E extends Enum<E>> E word(String key, Class<E> words) {
        E[] all = words.getEnumConstants();
        return required(key).map(value -> wordOf(value, key, all)).orElse(all[0]);
    }

    <E extends Enum<E>> E word(String key, Class<E> words, E absent) {
        return take(key)
                .map(value -> wordOf(value, key, words.getEnumConstants()))
                .orElse(absent);
    }

    /** A whole number between two others. */
    int number(String key, int least, int most) {
        return required(key).map(value -> numberOf(value, key, least, most)).orElse(least);
    }

    /** A positive duration as ISO 8601 writes it, such as {@code PT10M}. */
    Duration duration(String key, Duration most) {
        return required(key).map(value -> durationOf(value, key, most)).orElse(most);
    }

    @Nullable
    Duration optionalDuration(String key, Duration most) {
        return take(key).map(value -> durationOf(value, key, most)).orElse(null);
    }

    /** A URL in which {@code place} may stand, and stays there percent-encoded. */
    URI url(String key, String place) {
        return required(key)
                .map(value -> urlOf(value, key, place, URLEncoder.encode(place, StandardCharsets.UTF_8)))
                .orElse(STAND_IN_URL);
    }

    List<String> texts(String key) {
        return required(key).map(value -> textsOf(value, key)).orElse(List.of());
    }

    List<String> optionalTexts(String key) {
        return take(key).map(value -> textsOf(value, key)).orElse(List.of());
    }

    /** A text, or a list of them that is not empty. */
    List<String> oneOrMore(String key) {
        return required(key).map(value -> oneOrMoreOf(value, key)).orElse(List.of());
    }

    List<String> optionalOneOrMore(String key) {
        return take(key).map(value -> oneOrMoreOf(value, key)).orElse(List.of());
    }

    /** Some of an enum's names, one or a list. */
    <E extends Enum<E>> Set<E> words(String key, Class<E> words) {
        E[] all = words.getEnumConstants();
        Set<E> found = EnumSet.noneOf(words);
        required(key).ifPresent(value -> {
            List<Node> items = value instanceof SequenceNode list ? list.getValue() : List.of(value);
            items.forEach(item -> found.add(wordOf(item, key, all)));
        });
        return found.isEmpty() ? EnumSet.of(all[0]) : found;
    }

    Optional<Section> section(String key) {
        return required(key).flatMap(value -> sectionOf(value, path(key)));
    }

    Optional<Section> optionalSection(String key) {
        return take(key).flatMap(value -> sectionOf(value, path(key)));
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
            faults.at(value.get(), path(key) + " is a list");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        list.getValue().forEach(item -> sectionOf(item, path(key)).ifPresent(sections::add));
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

    String textOf(Node value, String key) {
        if (!(value instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            faults.at(value, path(key) + " is a text");
            return STAND_IN;
        }
        String text = scalar.getValue();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            faults.at(value, path(key) + " is a text of 1 to 500 characters");
        } else if (text.codePoints().anyMatch(Section::unprintable)) {
            faults.at(value, path(key) + " holds a control character or an angle bracket");
        }
        return text;
    }

    /** Control, format (direction marks) and separator characters, and what could open a tag. */
    private static boolean unprintable(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED
                || c == '<'
                || c == '>';
    }

    private String matching(Node at, String text, String key, String pattern, String rule) {
        if (!text.matches(pattern)) {
            faults.at(at, path(key) + " is " + rule);
        }
        return text;
    }

    private boolean flagOf(Node value, String key) {
        if (value instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.BOOL)
                && List.of("true", "false").contains(scalar.getValue())) {
            return scalar.getValue().equals("true");
        }
        faults.at(value, path(key) + " is true or false");
        return false;
    }

    private URI urlOf(Node value, String key) {
        return urlOf(value, key, "", "");
    }

    private URI urlOf(Node value, String key, String place, String kept) {
        String text = textOf(value, key);
        URI url = Urls.read(place.isEmpty() ? text : text.replace(place, kept), plainHttp);
        if (url == null) {
            faults.at(
                    value,
                    path(key) + " is " + (plainHttp ? "an http or https URL" : "an https URL")
                            + " without user, query and fragment");
        }
        return url == null ? STAND_IN_URL : url;
    }

    private int numberOf(Node value, String key, int least, int most) {
        if (value instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= least && number <= most) {
                return number;
            }
        }
        faults.at(value, path(key) + " is a whole number from " + least + " to " + most);
        return least;
    }

    private Duration durationOf(Node value, String key, Duration most) {
        try {
            Duration duration = Duration.parse(textOf(value, key));
            if (duration.isPositive() && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // the same sentence as for a duration out of range
        }
        faults.at(value, path(key) + " is a duration of at most " + most + ", such as PT10M");
        return most;
    }

    private List<String> oneOrMoreOf(Node value, String key) {
        List<String> texts = value instanceof SequenceNode ? textsOf(value, key) : List.of(textOf(value, key));
        if (texts.isEmpty()) {
            faults.at(value, path(key) + " is empty");
        }
        return texts;
    }

    private <E extends Enum<E>> E wordOf(Node value, String key, E[] all) {
        if (value instanceof ScalarNode scalar) {
            for (E word : all) {
                if (written(word).equals(scalar.getValue())) {
                    return word;
                }
            }
        }
        String words = Arrays.stream(all).map(Section::written).collect(Collectors.joining(", "));
        faults.at(value, path(key) + " is one of " + words);
        return all[0];
    }

    /** S256 is written as in RFC 7636; all other words in lower case. */
    private static String written(Enum<?> word) {
        return word == Authorization.Pkce.S256 ? "S256" : word.name().toLowerCase(Locale.ROOT);
    }

    private List<String> textsOf(Node value, String key) {
        if (!(value instanceof SequenceNode list)) {
            faults.at(value, path(key) + " is a list of texts");
            return List.of();
        }
        return list.getValue().stream().map(item -> textOf(item, key)).toList();
    }

    private Optional<Node> required(String key) {
        Optional<Node> value = take(key);
        if (value.isEmpty()) {
            faults.at(node, "the key " + path(key) + " is missing");
        }
        return value;
    }

    private Optional<Node> take(String key) {
        return Optional.ofNullable(open.remove(key));
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private static @Nullable String plain(Node key) {
        return key instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR) ? scalar.getValue() : null;
    }
}
