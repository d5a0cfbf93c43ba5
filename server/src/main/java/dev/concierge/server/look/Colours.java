package dev.concierge.server.look;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colours of an installation, both strong enough for text.
 *
 * @param light on light pages, and under white on buttons
 * @param dark on dark pages
 */
public record Colours(Colour light, Colour dark) {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{6})-([0-9a-f]{6})\\.css");
    private static final String FOLDER = "/look/colours/";

    /** Those of a stylesheet's name; empty for any other name, and for colours that are too weak. */
    public static Optional<Colours> ofSheet(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Colour.parse(matcher.group(1))
                        .flatMap(light -> Colour.parse(matcher.group(2)).map(dark -> new Colours(light, dark)))
                        .filter(colours -> colours.light().faultOnLight().isEmpty()
                                && colours.dark().faultOnDark().isEmpty())
                : Optional.empty();
    }

    /** The address of their stylesheet. It says all that is in it, so it may be kept for ever. */
    public String sheet() {
        return FOLDER + light.text().substring(1) + "-" + dark.text().substring(1) + ".css";
    }

    /** The stylesheet: the accents of the usual one, in these colours. */
    public String css() {
        String day = light.text();
        String night = dark.text();
        return """
                :root {
                	--accent: light-dark(%1$s, %2$s);
                	--accent-deep: light-dark(color-mix(in oklab, %1$s 80%%, black), color-mix(in oklab, %2$s 80%%, white));
                	--accent-soft: light-dark(color-mix(in oklab, %1$s 7%%, white), color-mix(in oklab, %2$s 12%%, oklch(19%% .006 85)));
                	--fill: %1$s;
                	--fill-deep: color-mix(in oklab, %1$s 80%%, black);
                	--on-fill: white;
                }
                """.formatted(day, night);
    }
}
