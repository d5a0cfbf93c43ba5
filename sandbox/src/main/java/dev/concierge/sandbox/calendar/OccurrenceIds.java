package dev.concierge.sandbox.calendar;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Ids of occurrences: the id of the series, an underscore, and the original start in UTC, or the day. */
public final class OccurrenceIds {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private OccurrenceIds() {}

    public static String of(String seriesId, EventTime originalStart, ZoneId calendarZone) {
        return seriesId + "_"
                + (originalStart.isAllDay()
                        ? originalStart.day().format(DAY)
                        : originalStart
                                .in(calendarZone)
                                .withZoneSameInstant(ZoneOffset.UTC)
                                .format(TIME));
    }
}
