package dev.concierge.server.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bar for each value that is not nothing, as the attributes of an SVG {@code rect}: across in per cent of the plot, up and down in pixels.
 *
 * @param top what the full height stands for: even, so that half of it is a whole number
 */
public record Bars(long top, List<Bar> bars) {
    /** Of a value's place across, the part that its bar covers. */
    public static final double SHARE = 0.7;

    /** A bar that is there is seen, however small: so many pixels. */
    public static final double LEAST = 2;

    private static final long[] STEPS = {2, 4, 6, 10};

    public Bars {
        bars = List.copyOf(bars);
    }

    /** One bar. */
    public record Bar(String x, String y, String width, String height) {}

    /** @param standing on the lower edge, or else hanging from the upper one */
    public static Bars of(List<Long> values, int height, boolean standing) {
        long top = top(values.stream().mapToLong(Long::longValue).max().orElse(0));
        List<Bar> bars = new ArrayList<>();
        double place = 100.0 / values.size();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) > 0) {
                double tall = Math.max(LEAST, height * (double) values.get(i) / top);
                bars.add(new Bar(
                        number(place * (i + (1 - SHARE) / 2)) + "%",
                        number(standing ? height - tall : 0),
                        number(place * SHARE) + "%",
                        number(tall)));
            }
        }
        return new Bars(top, bars);
    }

    /** 2, 4, 6, 10, 20, 40, 60, 100 and so on: the first that is not below. */
    public static long top(long most) {
        for (long ten = 1; ten <= Long.MAX_VALUE / 100; ten *= 10) {
            for (long step : STEPS) {
                if (step * ten >= most) {
                    return step * ten;
                }
            }
        }
        return most;
    }

    /** A round number in little room: "60", "1,000", "20 k", "4 M". */
    public static String brief(long round) {
        if (round >= 1_000_000) {
            return round / 1_000_000 + " M";
        }
        return round >= 10_000 ? round / 1000 + " k" : String.format(Locale.ENGLISH, "%,d", round);
    }

    /** A number as an attribute of SVG has it. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
