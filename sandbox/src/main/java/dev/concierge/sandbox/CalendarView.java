package dev.concierge.sandbox;

import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.calendar.EventContent;
import dev.concierge.sandbox.calendar.EventTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;

/** One calendar as its owner sees it: what tests change behind the back of whoever syncs it. */
public final class CalendarView {
    private final Calendars calendars;
    private final CalendarKey key;
    private final ZoneId zone;

    CalendarView(Calendars calendars, CalendarKey key, ZoneId zone) {
        this.calendars = calendars;
        this.key = key;
        this.zone = zone;
    }

    /** Its id at the provider. */
    public String id() {
        return key.id();
    }

    /** All events, cancelled ones too, in the order of their last change. */
    public List<CalendarEvent> events() {
        return calendars.events(key);
    }

    public CalendarEvent add(EventContent content) {
        return calendars.add(key, content);
    }

    /** Adds an event in the calendar's own time zone. */
    public CalendarEvent add(String title, LocalDateTime start, LocalDateTime end) {
        return add(EventContent.of(title, EventTime.at(start, zone), EventTime.at(end, zone)));
    }

    /**
     * Changes what an event says.
     *
     * @throws IllegalArgumentException when there is no such event, or it is cancelled
     */
    public CalendarEvent change(String eventId, UnaryOperator<EventContent> how) {
        return calendars
                .change(key, eventId, how)
                .orElseThrow(() -> new IllegalArgumentException("There is no event " + eventId + " to change."));
    }

    /** Cancels an event; false when there is none, or it is cancelled already. */
    public boolean cancel(String eventId) {
        return calendars.cancel(key, eventId);
    }
}
