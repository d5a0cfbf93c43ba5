package dev.concierge.sandbox.calendar;

import java.util.List;

/**
 * What an event says.
 *
 * @param end exclusive
 * @param recurrence lines of RFC 5545 ({@code RRULE:…}); empty for a single event
 * @param guests e-mail addresses
 */
public record EventContent(
        String title,
        String description,
        String location,
        EventTime start,
        EventTime end,
        List<String> recurrence,
        List<String> guests) {

    public EventContent {
        recurrence = List.copyOf(recurrence);
        guests = List.copyOf(guests);
        if (start.isAllDay() != end.isAllDay()) {
            throw new IllegalArgumentException("Start and end are both days or both times.");
        }
    }

    public static EventContent of(String title, EventTime start, EventTime end) {
        return new EventContent(title, "", "", start, end, List.of(), List.of());
    }

    public EventContent describedAs(String text) {
        return new EventContent(title, text, location, start, end, recurrence, guests);
    }

    public EventContent titled(String other) {
        return new EventContent(other, description, location, start, end, recurrence, guests);
    }

    public EventContent at(String place) {
        return new EventContent(title, description, place, start, end, recurrence, guests);
    }

    public EventContent with(List<String> people) {
        return new EventContent(title, description, location, start, end, recurrence, people);
    }

    public EventContent recurring(String rule) {
        return new EventContent(title, description, location, start, end, List.of(rule), guests);
    }

    public EventContent moved(EventTime newStart, EventTime newEnd) {
        return new EventContent(title, description, location, newStart, newEnd, recurrence, guests);
    }
}
