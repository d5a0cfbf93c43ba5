package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Bars;
import java.util.ArrayList;
import java.util.List;

/**
 * A bar for each day that had runs, of up to three pieces one above the other, as attributes of SVG: across in per cent of the plot, up and down in
 * pixels.
 *
 * @param top what the full height stands for
 */
public record RunBars(long top, List<Piece> pieces, List<Label> labels) {
    /** What a piece stands for; picks its look. */
    public enum Part {
        COMPLETE,
        IN_PART,
        FAILED
    }

    public RunBars {
        pieces = List.copyOf(pieces);
        labels = List.copyOf(labels);
    }

    /** One piece of a bar. */
    public record Piece(Part part, String x, String y, String width, String height) {}

    /** The count of failed runs above a bar. */
    public record Label(String x, String y, long failed) {}

    static RunBars of(List<ChartsView.Day> days, int height) {
        long top = Bars.top(days.stream().mapToLong(ChartsView.Day::runs).max().orElse(0));
        Drawing drawing = new Drawing(100.0 / days.size(), (double) height / top);
        for (int i = 0; i < days.size(); i++) {
            drawing.bar(i, days.get(i), height);
        }
        return new RunBars(top, drawing.pieces, drawing.labels);
    }

    private static final class Drawing {
        private static final double GAP = 1;
        private static final double LABEL = 6;

        private final List<Piece> pieces = new ArrayList<>();
        private final List<Label> labels = new ArrayList<>();
        private final double place;
        private final double scale;

        Drawing(double place, double scale) {
            this.place = place;
            this.scale = scale;
        }

        void bar(int number, ChartsView.Day day, int height) {
            double y = piece(Part.COMPLETE, number, height, day.complete());
            y = piece(Part.IN_PART, number, y, day.inPart());
            y = piece(Part.FAILED, number, y, day.failed());
            if (day.failed() > 0) {
                labels.add(new Label(Bars.number(place * (number + 0.5)) + "%", Bars.number(y - LABEL), day.failed()));
            }
        }

        /** Stands on {@code floor}. @return where the next one stands */
        private double piece(Part part, int number, double floor, long runs) {
            if (runs == 0) {
                return floor;
            }
            double tall = Math.max(Bars.LEAST, runs * scale);
            pieces.add(new Piece(
                    part,
                    Bars.number(place * (number + (1 - Bars.SHARE) / 2)) + "%",
                    Bars.number(floor - tall),
                    Bars.number(place * Bars.SHARE) + "%",
                    Bars.number(tall)));
            return floor - tall - GAP;
        }
    }
}
