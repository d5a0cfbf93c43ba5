package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Bars;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * How much an integration's token was used: part {@code integrations/usage} of its page.
 *
 * @param days every day shown, the earliest first, those without any use too; by UTC
 * @param callers who used it, the most frequent first
 */
public record UsageView(List<Day> days, List<Caller> callers) {
    public UsageView {
        days = List.copyOf(days);
        callers = List.copyOf(callers);
    }

    /**
     * One day.
     *
     * @param vends tokens handed out
     * @param refreshes tokens renewed
     */
    public record Day(LocalDate day, long vends, long refreshes) {
        boolean used() {
            return vends > 0 || refreshes > 0;
        }
    }

    /** What kind of caller; picks the icon. */
    public enum Kind {
        KEY,
        PERSON,
        CONCIERGE
    }

    /** @param name "trip-planner", "Concierge's schedule", "You" */
    public record Caller(Kind kind, String name, long vends, long refreshes) {}

    public boolean isEmpty() {
        return vends() == 0 && refreshes() == 0;
    }

    public long vends() {
        return days.stream().mapToLong(Day::vends).sum();
    }

    public long refreshes() {
        return days.stream().mapToLong(Day::refreshes).sum();
    }

    /** The day with the most tokens handed out; the latest of several. */
    public Day busiest() {
        return days.stream()
                .max(Comparator.comparingLong(Day::vends).thenComparing(Day::day))
                .orElseThrow();
    }

    /** Days with use, newest first. */
    public List<Day> used() {
        return days.reversed().stream().filter(Day::used).toList();
    }

    /** The bars of tokens handed out, standing, {@code height} high. */
    public Bars vendBars(int height) {
        return Bars.of(days.stream().map(Day::vends).toList(), height, true);
    }

    /** The bars of renewals, hanging, {@code height} high. */
    public Bars refreshBars(int height) {
        return Bars.of(days.stream().map(Day::refreshes).toList(), height, false);
    }
}
