package dev.concierge.server.catalog;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values of a section. A wrong one adds a fault and answers a stand-in. */
final class Values {
    static final URI STAND_IN_URL = URI.create("https://invalid");
    static final String STAND_IN = "invalid";
    private static final int LONGEST_TEXT = 500;

    private final String section;
    private final boolean plainHttp;
    private final Faults faults;

    Values(String section, boolean plainHttp, Faults faults) {
        this.section = section;
        this.plainHttp = plainHttp;
        this.faults = faults;
    }

    /** A key with its section's name in front. */
    String path(String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    String text(Node value, String key) {
        if (!(value instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            faults.at(value, path(key) + " is a text");
            return STAND_IN;
        }
        String text = scalar.getValue();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            faults.at(value, path(key) + " is a text of 1 to 500 characters");
        } else if (text.codePoints().anyMatch(Values::unprintable)) {
            faults.at(value, path(key) + " holds a control character or an angle bracket");
        }
        return text;
    }

    boolean flag(Node value, String key) {
        if (value instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.BOOL)
                && List.of("true", "false").contains(scalar.getValue())) {
            return scalar.getValue().equals("true");
        }
        faults.at(value, path(key) + " is true or false");
        return false;
    }

    URI url(Node value, String key) {
        return url(value, key, "", "");
    }

    URI url(Node value, String key, String place, String kept) {
        String text = text(value, key);
        URI url = Urls.read(place.isEmpty() ? text : text.replace(place, kept), plainHttp);
        if (url == null) {
            faults.at(
                    value,
                    path(key) + " is " + (plainHttp ? "an http or https URL" : "an https URL")
                            + " without user, query and fragment");
        }
        return url == null ? STAND_IN_URL : url;
    }

    int number(Node value, String key, int least, int most) {
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

    Duration duration(Node value, String key, Duration most) {
        try {
            Duration duration = Duration.parse(text(value, key));
            if (duration.isPositive() && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // the same sentence as for a duration out of range
        }
        faults.at(value, path(key) + " is a duration of at most " + most + ", such as PT10M");
        return most;
    }

    List<String> oneOrMore(Node value, String key) {
        List<String> texts = value instanceof SequenceNode ? texts(value, key) : List.of(text(value, key));
        if (texts.isEmpty()) {
            faults.at(value, path(key) + " is empty");
        }
        return texts;
    }

    <E extends Enum<E>> E word(Node value, String key, E[] all) {
        if (value instanceof ScalarNode scalar) {
            for (E word : all) {
                if (written(word).equals(scalar.getValue())) {
                    return word;
                }
            }
        }
        String words = Arrays.stream(all).map(Values::written).collect(Collectors.joining(", "));
        faults.at(value, path(key) + " is one of " + words);
        return all[0];
    }

    List<String> texts(Node value, String key) {
        if (!(value instanceof SequenceNode list)) {
            faults.at(value, path(key) + " is a list of texts");
            return List.of();
        }
        return list.getValue().stream().map(item -> text(item, key)).toList();
    }

    String matching(Node at, String text, String key, String pattern, String rule) {
        if (!text.matches(pattern)) {
            faults.at(at, path(key) + " is " + rule);
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

    /** S256 is written as in RFC 7636; all other words in lower case. */
    private static String written(Enum<?> word) {
        return word == Authorization.Pkce.S256 ? "S256" : word.name().toLowerCase(Locale.ROOT);
    }
}
