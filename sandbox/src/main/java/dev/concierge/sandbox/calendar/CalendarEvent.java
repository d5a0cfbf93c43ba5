package dev.concierge.sandbox.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of one calendar, or one changed occurrence of a series.
 *
 * @param occurrence set when this replaces one occurrence of a series
 * @param sequence how often it was changed
 * @param revision the calendar's count of changes when it last changed; orders all changes of a calendar
 */
public record CalendarEvent(
        String id,
        CalendarKey calendar,
        EventContent content,
        @Nullable Occurrence occurrence,
        boolean cancelled,
        Instant createdAt,
        Instant updatedAt,
        int sequence,
        long revision) {

    /** Which occurrence of which series. */
    public record Occurrence(String seriesId, EventTime originalStart) {}
}
