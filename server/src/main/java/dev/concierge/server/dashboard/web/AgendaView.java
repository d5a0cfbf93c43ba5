package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/agenda}, template {@code dashboard/agenda}; its part {@code dashboard/agenda-days} is the days alone.
 *
 * @param from the first day
 * @param to the last one
 * @param today where the reader is
 * @param days those on which something happens
 * @param month the month that is shown; null for two weeks
 * @param calendars whether any calendar is kept in step
 * @param onFrom from which day on there is more than is shown; null when everything is
 */
public record AgendaView(
        LocalDate from,
        LocalDate to,
        LocalDate today,
        @Nullable YearMonth month,
        List<Day> days,
        boolean calendars,
        @Nullable LocalDate onFrom) {
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
        return month == null ? from(from) : of(month);
    }

    public String earlier() {
        return month == null ? from(from.minusDays(AgendaPage.DAYS)) : of(month.minusMonths(1));
    }

    public String later() {
        return month == null ? from(from.plusDays(AgendaPage.DAYS)) : of(month.plusMonths(1));
    }

    /** Where the present day is, in the same view. */
    public String now() {
        return month == null ? AgendaPage.PAGE : of(YearMonth.from(today));
    }

    /** Whether the present day is the first one shown, or its month is. */
    public boolean isNow() {
        return month == null ? from.equals(today) : month.equals(YearMonth.from(today));
    }

    /** Two weeks; of a month those that begin with it, or today. */
    public String weeks() {
        return month != null && !isNow() ? from(from) : AgendaPage.PAGE;
    }

    /** The month of the first day. */
    public String whole() {
        return of(YearMonth.from(from));
    }

    /** Where what is not shown stands; null when everything is shown. */
    public @Nullable String on() {
        return onFrom == null ? null : from(onFrom);
    }

    private static String from(LocalDate day) {
        return AgendaPage.PAGE + "?from=" + day;
    }

    private static String of(YearMonth month) {
        return AgendaPage.PAGE + "?month=" + month;
    }
}
