package dev.concierge.sandbox.calendar;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule (RFC 5545 section 3.3.10): FREQ, INTERVAL, COUNT, UNTIL, WKST, and BYDAY without numbers in weekly
 * rules. Other parts are refused rather than misunderstood.
 */
public final class Recurrence {
    private static final Set<String> PARTS = Set.of("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST");
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final Frequency frequency;
    private final int interval;
    private final List<DayOfWeek> days;
    private final @Nullable Integer count;
    private final @Nullable Instant until;

    private enum Frequency {
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY
    }

    private Recurrence(Map<String, String> parts) {
        frequency = Frequency.valueOf(parts.getOrDefault("FREQ", ""));
        interval = positive(parts.getOrDefault("INTERVAL", "1"));
        days = parts.containsKey("BYDAY") ? days(parts.getOrDefault("BYDAY", "")) : List.of();
        count = parts.containsKey("COUNT") ? Integer.valueOf(positive(parts.getOrDefault("COUNT", ""))) : null;
        until = parts.containsKey("UNTIL") ? until(parts.getOrDefault("UNTIL", "")) : null;
        if (!days.isEmpty() && frequency != Frequency.WEEKLY) {
            throw new IllegalArgumentException("BYDAY is understood in weekly rules only.");
        }
    }

    /**
     * Reads {@code RRULE:FREQ=…}.
     *
     * @throws IllegalArgumentException when it is no rule or one with parts that are not understood
     */
    public static Recurrence parse(String line) {
        if (!line.startsWith("RRULE:")) {
            throw new IllegalArgumentException("A recurrence begins with RRULE:");
        }
        var parts = new LinkedHashMap<String, String>();
        for (var part : line.substring("RRULE:".length()).split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 || !PARTS.contains(part.substring(0, equals))) {
                throw new IllegalArgumentException("Not understood in a recurrence: " + part);
            }
            parts.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return new Recurrence(parts);
    }

    /** Every start from the first on, in order; endless unless the rule ends. */
    public Stream<EventTime> starts(EventTime first, ZoneId calendarZone) {
        var day = first.day();
        var starts = dates(day).map(date -> first.plusDays(DAYS.between(day, date)));
        if (until != null) {
            starts = starts.takeWhile(start -> !start.instant(calendarZone).isAfter(until));
        }
        return count == null ? starts : starts.limit(count);
    }

    private Stream<LocalDate> dates(LocalDate first) {
        var steps = LongStream.iterate(0, step -> step + interval).boxed();
        return switch (frequency) {
            case DAILY -> steps.map(first::plusDays);
            case WEEKLY -> steps.flatMap(week -> week(first, week)).filter(date -> !date.isBefore(first));
            case MONTHLY -> steps.map(first::plusMonths).filter(date -> date.getDayOfMonth() == first.getDayOfMonth());
            case YEARLY -> steps.map(first::plusYears).filter(date -> date.getDayOfMonth() == first.getDayOfMonth());
        };
    }

    private Stream<LocalDate> week(LocalDate first, long weeksLater) {
        var monday =
                first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusWeeks(weeksLater);
        var onDays = days.isEmpty() ? List.of(first.getDayOfWeek()) : days;
        return onDays.stream().map(day -> monday.plusDays(day.getValue() - 1L));
    }

    private static List<DayOfWeek> days(String names) {
        return Arrays.stream(names.split(",", -1)).map(Recurrence::day).sorted().toList();
    }

    private static DayOfWeek day(String name) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().substring(0, 2).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Not a day in a recurrence: " + name));
    }

    private static int positive(String number) {
        int value = Integer.parseInt(number);
        if (value < 1) {
            throw new IllegalArgumentException("Not a positive number in a recurrence: " + number);
        }
        return value;
    }

    /** A day includes all of it. */
    private static Instant until(String text) {
        try {
            return text.length() == 8
                    ? LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .minusSeconds(1)
                    : LocalDateTime.parse(text, UTC).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException("Not an end of a recurrence: " + text, unreadable);
        }
    }
}
