package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a person's calendars are read. A run lists the calendars first, then reads each of them in turn.
 *
 * @param calendars those of the last whole list, each with its own place in its feed
 * @param listed what the list said so far, while it is being read; null when it is not
 * @param position index of the calendar that is read next
 * @param pageToken the next page of what is being read; null at its beginning
 */
record GoogleCalendarCheckpoint(
        List<Calendar> calendars,
        @Nullable List<Calendar> listed,
        int position,
        @Nullable String pageToken) {

    GoogleCalendarCheckpoint {
        calendars = List.copyOf(calendars);
        listed = listed == null ? null : List.copyOf(listed);
    }

    /**
     * One calendar.
     *
     * @param zone the time zone that its whole-day events are in
     * @param syncToken from where changes are asked for; null when everything must be read
     * @param passBegan when its last full pass began; null before the first
     */
    record Calendar(
            String id,
            String title,
            String zone,
            @Nullable String syncToken,
            @Nullable Instant passBegan) {
        Calendar from(@Nullable String token, @Nullable Instant began) {
            return new Calendar(id, title, zone, token, began);
        }
    }

    /** Where a run begins: at the list. */
    static GoogleCalendarCheckpoint atList(List<Calendar> calendars) {
        return new GoogleCalendarCheckpoint(calendars, List.of(), 0, null);
    }

    boolean listing() {
        return listed != null;
    }

    Calendar current() {
        return calendars.get(position);
    }

    Optional<Calendar> calendar(String id) {
        return calendars.stream().filter(known -> known.id().equals(id)).findFirst();
    }

    /** The list goes on. */
    GoogleCalendarCheckpoint moreListed(List<Calendar> soFar, String nextPage) {
        return new GoogleCalendarCheckpoint(calendars, soFar, 0, nextPage);
    }

    /** The calendar that is being read goes on. */
    GoogleCalendarCheckpoint page(Calendar current, @Nullable String nextPage) {
        return new GoogleCalendarCheckpoint(with(current), null, position, nextPage);
    }

    /** The calendar that is being read is done; the next one begins, or the run ends and the next one begins with the list. */
    GoogleCalendarCheckpoint following(Calendar current) {
        return reading(with(current), position + 1);
    }

    /** Without the calendar that is being read. */
    GoogleCalendarCheckpoint withoutCurrent() {
        List<Calendar> rest = new ArrayList<>(calendars);
        rest.remove(position);
        return reading(rest, position);
    }

    /** Reads the calendars from one on; the list when there is none. */
    static GoogleCalendarCheckpoint reading(List<Calendar> calendars, int position) {
        return position < calendars.size()
                ? new GoogleCalendarCheckpoint(calendars, null, position, null)
                : atList(calendars);
    }

    private List<Calendar> with(Calendar current) {
        List<Calendar> all = new ArrayList<>(calendars);
        all.set(position, current);
        return all;
    }
}
