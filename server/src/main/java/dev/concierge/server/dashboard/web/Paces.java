package dev.concierge.server.dashboard.web;

import dev.concierge.server.sync.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How often a stream can run, in words. */
final class Paces {
    private static final List<Duration> OFFERED = List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private Paces() {}

    /** The stream's own first, then from the shortest to the longest; one that was chosen by a program is among them. */
    static List<StreamView.Pace> of(StreamSettings settings) {
        List<StreamView.Pace> paces = new ArrayList<>();
        paces.add(new StreamView.Pace(
                "", "As usual: " + words(settings.own()).toLowerCase(java.util.Locale.ROOT), settings.every() == null));
        TreeSet<Duration> all = new TreeSet<>(OFFERED);
        if (settings.every() != null) {
            all.add(settings.every());
        }
        for (Duration pace : all) {
            paces.add(new StreamView.Pace(pace.toString(), words(pace), pace.equals(settings.every())));
        }
        return paces;
    }

    static String words(Duration pace) {
        if (pace.toSeconds() % 60 != 0) {
            return "Every " + pace.toSeconds() + " seconds";
        }
        if (pace.toMinutes() % 60 != 0) {
            return pace.toMinutes() == 1 ? "Every minute" : "Every " + pace.toMinutes() + " minutes";
        }
        return switch ((int) pace.toHours()) {
            case 1 -> "Every hour";
            case 24 -> "Once a day";
            default -> "Every " + pace.toHours() + " hours";
        };
    }
}
