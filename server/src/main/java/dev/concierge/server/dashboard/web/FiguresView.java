package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Bars;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who follows, sees and likes what an account has: part {@code dashboard/figures} of the charts.
 *
 * @param days the earliest first, by UTC
 * @param platforms those of which any figure is known
 */
public record FiguresView(List<LocalDate> days, List<Platform> platforms) {
    public FiguresView {
        days = List.copyOf(days);
        platforms = List.copyOf(platforms);
    }

    /** What is counted; the words are those of the room {@code sync}. */
    public enum Figure {
        FOLLOWERS,
        VIEWS,
        LIKES,
        COMMENTS,
        SHARES
    }

    /** What is drawn, each in a chart of its own. */
    public enum Chart {
        AUDIENCE("Audience", "Followers and subscribers."),
        VIEWS("Views", "How often channels and posts were seen, in all."),
        ENGAGEMENT("Engagement", "Likes, comments and shares, in all.");

        private final String title;
        private final String note;

        Chart(String title, String note) {
            this.title = title;
            this.note = note;
        }

        private List<Figure> figures() {
            return switch (this) {
                case AUDIENCE -> List.of(Figure.FOLLOWERS);
                case VIEWS -> List.of(Figure.VIEWS);
                case ENGAGEMENT -> List.of(Figure.LIKES, Figure.COMMENTS, Figure.SHARES);
            };
        }

        public String title() {
            return title;
        }

        public String note() {
            return note;
        }

        /** Its part of the page's ids. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One platform.
     *
     * @param values by figure and day; a day before anything was counted has none
     */
    public record Platform(String name, Map<Figure, Map<LocalDate, Long>> values) {
        public Platform {
            values = Map.copyOf(values);
        }

        /** The sum of what is known on a day; null when nothing is. */
        public @Nullable Long at(LocalDate day, Collection<Figure> figures) {
            List<Long> known = figures.stream()
                    .map(figure -> values.getOrDefault(figure, Map.of()).get(day))
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
            return known.isEmpty()
                    ? null
                    : Long.valueOf(known.stream().mapToLong(Long::longValue).sum());
        }
    }

    /** A platform in one chart. */
    public record Line(Platform platform, Chart chart) {
        public @Nullable Long at(LocalDate day) {
            return platform.at(day, chart.figures());
        }
    }

    public boolean isEmpty() {
        return platforms.isEmpty();
    }

    /** The platforms that have something to draw there. */
    public List<Line> lines(Chart chart) {
        return platforms.stream()
                .map(platform -> new Line(platform, chart))
                .filter(line -> days.stream().anyMatch(day -> line.at(day) != null))
                .toList();
    }

    /** What the full height of a chart stands for. */
    public long top(Chart chart) {
        return Bars.top(lines(chart).stream()
                .flatMap(line -> days.stream().map(line::at))
                .filter(Objects::nonNull)
                .mapToLong(value -> Objects.requireNonNull(value))
                .max()
                .orElse(0));
    }

    /** The last of its values. */
    public long latest(Line line) {
        return days.reversed().stream()
                .map(line::at)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .findFirst()
                .orElse(0L);
    }

    /** A line through the days that are known, from 0 to 100 each way, beginning above on the left. */
    public String path(Line line) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < days.size(); i++) {
            Long value = line.at(days.get(i));
            if (value != null) {
                path.append(path.isEmpty() ? "M" : " L")
                        .append(Bars.number(across(i)))
                        .append(' ')
                        .append(Bars.number(100 - 100.0 * value / top(line.chart())));
            }
        }
        return path.toString();
    }

    /** Where the line ends: across in per cent, down in pixels of a height. */
    public Dot end(Line line, int height) {
        for (int i = days.size() - 1; i >= 0; i--) {
            Long value = line.at(days.get(i));
            if (value != null) {
                return new Dot(
                        Bars.number(across(i)) + "%",
                        Bars.number(height - height * (double) value / top(line.chart())));
            }
        }
        throw new IllegalArgumentException("a line without any value");
    }

    /** A place in a plot. */
    public record Dot(String x, String y) {}

    private double across(int day) {
        return 100.0 / Math.max(1, days.size() - 1) * day;
    }
}
