package dev.concierge.sandbox.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Begin or end of an event: a day without a time, or a local time in a zone. Exactly one of {@code date} and {@code time}.
 *
 * @param date for all-day events; as an end it is the day after the last
 */
public record EventTime(
        @Nullable LocalDate date,
        @Nullable LocalDateTime time,
        @Nullable ZoneId zone) {
    public EventTime {
        if ((date == null) == (time == null) || (time == null) != (zone == null)) {
            throw new IllegalArgumentException("A time of an event is a date, or a date and time in a zone.");
        }
    }

    public static EventTime day(LocalDate date) {
        return new EventTime(date, null, null);
    }

    public static EventTime at(LocalDateTime time, ZoneId zone) {
        return new EventTime(null, time, zone);
    }

    public static EventTime at(ZonedDateTime time) {
        return at(time.toLocalDateTime(), time.getZone());
    }

    public boolean isAllDay() {
        return date != null;
    }

    /** The day, of an all-day time or of the local time. */
    public LocalDate day() {
        return date != null ? date : local().toLocalDate();
    }

    /** With its offset; a day begins at midnight in {@code calendarZone}. */
    public ZonedDateTime in(ZoneId calendarZone) {
        return date != null ? date.atStartOfDay(calendarZone) : local().atZone(zoneOr(calendarZone));
    }

    public Instant instant(ZoneId calendarZone) {
        return in(calendarZone).toInstant();
    }

    /** The same time of day that many days later. */
    public EventTime plusDays(long days) {
        return date != null ? day(date.plusDays(days)) : new EventTime(null, local().plusDays(days), zone);
    }

    private LocalDateTime local() {
        if (time == null) {
            throw new IllegalStateException("an all-day time has no local time");
        }
        return time;
    }

    private ZoneId zoneOr(ZoneId otherwise) {
        return zone == null ? otherwise : zone;
    }
}
