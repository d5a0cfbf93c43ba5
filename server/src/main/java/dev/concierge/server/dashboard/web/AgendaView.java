package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/agenda}, template {@code dashboard/agenda}; its part {@code dashboard/agenda-days} is the days alone.
 *
 * @param from the first day
 * @param to the last one
 * @param today where the reader is
 * @param days those on which something happens
 * @param calendars whether any calendar is kept in step
 * @param full whether there is more on these days than is shown
 */
public record AgendaView(
        LocalDate from, LocalDate to, LocalDate today, List<Day> days, boolean calendars, boolean full) {
    public AgendaView {
        days = List.copyOf(days);
    }

    /** One day. */
    public record Day(LocalDate date, List<Event> events) {
        public Day {
            events = List.copyOf(events);
        }
    }

    /**
     * One event, on the first of the shown days that it takes.
     *
     * @param account the person's name for the connected account
     * @param calendar its name; empty when it has none
     * @param place empty when it has none
     * @param startsAt null when it takes whole days
     * @param until its last day, when that is another one; null otherwise
     * @param link at the provider, https; null when there is no such page
     */
    public record Event(
            Mark mark,
            String title,
            String account,
            String calendar,
            String place,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable LocalDate until,
            @Nullable String link) {}

    public String here() {
        return AgendaPage.PAGE + "?from=" + from;
    }

    public String earlier() {
        return AgendaPage.PAGE + "?from=" + from.minusDays(AgendaPage.DAYS);
    }

    public String later() {
        return AgendaPage.PAGE + "?from=" + from.plusDays(AgendaPage.DAYS);
    }
}
