package dev.concierge.bench;

import java.util.List;

/**
 * What one page gave; times in milliseconds.
 *
 * @param p50 of a whole request for the document, by one caller without a browser
 * @param wireBytes of the document, as a browser gets it
 * @param bytes of the document, unpacked
 * @param cold in browsers that had seen nothing before
 * @param warm in the same ones, once more
 */
record PagesLine(
        String what,
        double p50,
        double p95,
        long wireBytes,
        long bytes,
        List<Chromium.Shown> cold,
        List<Chromium.Shown> warm) {
    static final double AIM_SERVER_MILLIS = 100;
    static final double AIM_PAINT_MILLIS = 1_000;
    static final long AIM_BYTES = 200 * 1024;

    PagesLine {
        cold = List.copyOf(cold);
        warm = List.copyOf(warm);
    }

    /** The longest of the first looks. */
    double coldPaint() {
        return longest(cold);
    }

    double warmPaint() {
        return longest(warm);
    }

    /** Document and all that it loads, with an empty cache. */
    long wholeWireBytes() {
        return cold.stream().mapToLong(Chromium.Shown::wireBytes).max().orElse(0);
    }

    long wholeBytes() {
        return cold.stream().mapToLong(Chromium.Shown::bytes).max().orElse(0);
    }

    /** Whether it was shown, and is no heavier than a page may be; times count where there is much behind it. */
    boolean passed(boolean judged) {
        boolean shown = coldPaint() > 0 && warmPaint() > 0 && wholeWireBytes() > 0;
        boolean light = wholeWireBytes() <= AIM_BYTES;
        boolean fast = p95 <= AIM_SERVER_MILLIS && coldPaint() < AIM_PAINT_MILLIS && warmPaint() < AIM_PAINT_MILLIS;
        return shown && light && (fast || !judged);
    }

    private static double longest(List<Chromium.Shown> shows) {
        return shows.stream().mapToDouble(Chromium.Shown::paintMillis).max().orElse(0);
    }
}
