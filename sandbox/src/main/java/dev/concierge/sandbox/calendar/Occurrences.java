package dev.concierge.sandbox.calendar;

import dev.concierge.sandbox.calendar.CalendarEvent.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Series taken apart into their occurrences, for {@code singleEvents=true} and for windows of time. */
public final class Occurrences {
    private final ZoneId zone;
    private final Instant horizon;

    /** @param horizon no occurrence begins at or after it: a series may be endless */
    public Occurrences(ZoneId zone, Instant horizon) {
        this.zone = zone;
        this.horizon = horizon;
    }

    /** Every event once, series replaced by their occurrences. A cancelled series has all of them cancelled. */
    public List<CalendarEvent> apart(List<CalendarEvent> events) {
        var changed = changedOccurrences(events);
        var apart = new ArrayList<CalendarEvent>();
        for (var event : events) {
            if (event.content().recurrence().isEmpty() || event.occurrence() != null) {
                apart.add(event);
            } else {
                plain(event).filter(each -> !changed.containsKey(each.id())).forEach(apart::add);
            }
        }
        return apart;
    }

    /** Whether some part of the event, or of one of its occurrences, lies in the window. */
    public boolean within(CalendarEvent event, Instant from, Instant to) {
        var parts =
                event.content().recurrence().isEmpty() || event.occurrence() != null ? Stream.of(event) : plain(event);
        return parts.anyMatch(each -> each.content().end().instant(zone).isAfter(from)
                && each.content().start().instant(zone).isBefore(to));
    }

    private static Map<String, CalendarEvent> changedOccurrences(List<CalendarEvent> events) {
        var changed = new HashMap<String, CalendarEvent>();
        events.stream().filter(each -> each.occurrence() != null).forEach(each -> changed.put(each.id(), each));
        return changed;
    }

    private Stream<CalendarEvent> plain(CalendarEvent series) {
        var content = series.content();
        return Recurrence.parse(content.recurrence().getFirst())
                .starts(content.start(), zone)
                .takeWhile(start -> start.instant(zone).isBefore(horizon))
                .map(start -> occurrence(series, start));
    }

    private CalendarEvent occurrence(CalendarEvent series, EventTime start) {
        var content = series.content();
        var moved = new EventContent(
                content.title(),
                content.description(),
                content.location(),
                start,
                endFrom(content, start),
                List.of(),
                content.guests());
        return new CalendarEvent(
                OccurrenceIds.of(series.id(), start, zone),
                series.calendar(),
                moved,
                new Occurrence(series.id(), start),
                series.cancelled(),
                series.createdAt(),
                series.updatedAt(),
                series.sequence(),
                series.revision());
    }

    private EventTime endFrom(EventContent content, EventTime start) {
        if (start.isAllDay()) {
            return start.plusDays(
                    content.end().day().toEpochDay() - content.start().day().toEpochDay());
        }
        var length = Duration.between(content.start().in(zone), content.end().in(zone));
        return EventTime.at(start.in(zone).plus(length));
    }
}
