package dev.concierge.server.web;

import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How somebody wants days and times written. The words of our pages are English, so the names of months and weekdays are. */
public enum DateForm {
    /** 17 Nov 2026, 14:02. */
    DAY_FIRST("HH:mm", "d MMM", "d MMM yyyy", "d MMMM yyyy", "EEEE d MMMM", "d MMMM yyyy, HH:mm zzz"),
    /** Nov 17, 2026, 2:02 PM. */
    MONTH_FIRST("h:mm a", "MMM d", "MMM d, yyyy", "MMMM d, yyyy", "EEEE, MMMM d", "MMMM d, yyyy, h:mm a zzz"),
    /** 2026-11-17, 14:02 (ISO 8601). */
    ISO("HH:mm", "yyyy-MM-dd", "yyyy-MM-dd", "yyyy-MM-dd", "EEEE yyyy-MM-dd", "yyyy-MM-dd, HH:mm zzz");

    private final DateTimeFormatter clock;
    private final DateTimeFormatter seconds;
    private final DateTimeFormatter day;
    private final DateTimeFormatter dayYear;
    private final DateTimeFormatter longDay;
    private final DateTimeFormatter weekday;
    private final DateTimeFormatter full;

    DateForm(String clock, String day, String dayYear, String longDay, String weekday, String full) {
        this.clock = of(clock);
        this.seconds = of(clock.replace("mm", "mm:ss"));
        this.day = of(day);
        this.dayYear = of(dayYear);
        this.longDay = of(longDay);
        this.weekday = of(weekday);
        this.full = of(full);
    }

    /** The word in the database and in forms. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word. */
    public static Optional<DateForm> parse(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    DateTimeFormatter clock() {
        return clock;
    }

    DateTimeFormatter seconds() {
        return seconds;
    }

    DateTimeFormatter day() {
        return day;
    }

    DateTimeFormatter dayYear() {
        return dayYear;
    }

    DateTimeFormatter longDay() {
        return longDay;
    }

    DateTimeFormatter weekday() {
        return weekday;
    }

    DateTimeFormatter full() {
        return full;
    }

    private static DateTimeFormatter of(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
