package dev.concierge.server.look;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A colour of sRGB that text can have: links, and the ground of buttons under white. */
public record Colour(int rgb) {
    /** Text needs this much against its ground (WCAG 2.2, 1.4.3). */
    static final double ENOUGH = 4.5;

    /** The darkest ground on a light page, and the lightest on a dark one. */
    private static final Colour LIGHT_GROUND = new Colour(0xECE9E2);

    private static final Colour DARK_GROUND = new Colour(0x2F2D29);
    private static final Pattern FORM = Pattern.compile("#?([0-9a-fA-F]{6})");
    private static final int HEX = 16;
    private static final int WHITE = 0xFF;
    private static final int STEPS = 20;

    /** Of {@code #1f5c5a}, the sign left out or not. */
    public static Optional<Colour> parse(String text) {
        var form = FORM.matcher(text.strip());
        return form.matches() ? Optional.of(new Colour(Integer.parseInt(form.group(1), HEX))) : Optional.empty();
    }

    /** What is wrong with it on light pages, as a sentence; empty when text can be read. */
    Optional<String> faultOnLight() {
        return fault(LIGHT_GROUND, "On light pages", "darker");
    }

    /** What is wrong with it on dark pages, as a sentence; empty when text can be read. */
    Optional<String> faultOnDark() {
        return fault(DARK_GROUND, "On dark pages", "lighter");
    }

    private Optional<String> fault(Colour ground, String where, String way) {
        double contrast = contrast(ground);
        return contrast >= ENOUGH
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s %s is too weak: it reaches %.1f to 1, and text needs 4.5 to 1. Choose a %s one.",
                        where,
                        text(),
                        Math.floor(contrast * 10) / 10,
                        way));
    }

    /** The same hue for dark pages: as little white in it as text needs there. */
    Colour forDark() {
        for (int step = 0; step < STEPS; step++) {
            Colour lighter = mixed(step / (double) STEPS);
            if (lighter.contrast(DARK_GROUND) >= ENOUGH) {
                return lighter;
            }
        }
        return new Colour(0xFFFFFF);
    }

    private Colour mixed(double white) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int channel = channel(shift);
            mixed |= (int) Math.round(channel + (WHITE - channel) * white) << shift;
        }
        return new Colour(mixed);
    }

    /** From 1 to 21 (WCAG 2.2, contrast ratio). */
    double contrast(Colour other) {
        double one = luminance() + 0.05;
        double two = other.luminance() + 0.05;
        return Math.max(one, two) / Math.min(one, two);
    }

    /** WCAG 2.2, relative luminance. */
    private double luminance() {
        return 0.2126 * linear(channel(16)) + 0.7152 * linear(channel(8)) + 0.0722 * linear(channel(0));
    }

    private int channel(int shift) {
        return (rgb >> shift) & 0xFF;
    }

    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    /** {@code #rrggbb}. */
    public String text() {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
