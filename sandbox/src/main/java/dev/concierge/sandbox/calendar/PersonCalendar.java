package dev.concierge.sandbox.calendar;

import java.time.ZoneId;

/**
 * One calendar of one person.
 *
 * @param primary whether it is the person's own main calendar, whose id is the account
 * @param writable whether the person may change it
 * @param colour {@code #rrggbb}
 * @param revision counts this calendar's changes, beginning with 1 for its first event
 */
public record PersonCalendar(
        CalendarKey key, String title, ZoneId zone, boolean primary, boolean writable, String colour, long revision) {

    PersonCalendar changed() {
        return new PersonCalendar(key, title, zone, primary, writable, colour, revision + 1);
    }
}
