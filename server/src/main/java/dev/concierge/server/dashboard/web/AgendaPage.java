package dev.concierge.server.dashboard.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.Agenda;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.PersonFormats;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /dashboard/agenda}: two weeks or a month of all calendars, whatever provider they are of. */
@Controller
class AgendaPage implements MenuContributor {
    static final String PAGE = "/dashboard/agenda";
    static final int DAYS = 14;
    private static final int MOST = 300;
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2999, 12, 31);
    private static final String FROM = "from is a day from " + FIRST + " to " + LAST + ", such as 2026-11-20.";
    private static final String MONTH = "month is one from " + YearMonth.from(FIRST) + " to " + YearMonth.from(LAST)
            + ", such as 2026-11. A longer time is seen month by month.";

    private final Agenda agenda;
    private final SyncReader reader;
    private final AccountNames names;
    private final PersonFormats formats;
    private final Clock clock;

    AgendaPage(Agenda agenda, SyncReader reader, AccountNames names, PersonFormats formats, Clock clock) {
        this.agenda = agenda;
        this.reader = reader;
        this.names = names;
        this.formats = formats;
        this.clock = clock;
    }

    /**
     * @param from the first day of two weeks, as {@code 2026-11-20}; absent for today
     * @param month a month in their place, as {@code 2026-11}
     */
    @GetMapping(PAGE)
    ModelAndView show(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String month,
            HttpServletRequest request) {
        ZoneId zone = formats.of(person).zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        Span span = month == null ? Span.weeks(from == null ? today : day(from)) : Span.of(month(month));
        return new ModelAndView(
                Htmx.wantsPart(request) ? "dashboard/agenda-days" : "dashboard/agenda",
                "view",
                view(person, span, today, zone));
    }

    /** The days that are shown. */
    private record Span(
            LocalDate first, LocalDate last, @Nullable YearMonth month) {
        static Span weeks(LocalDate first) {
            return new Span(first, first.plusDays(DAYS - 1), null);
        }

        static Span of(YearMonth month) {
            return new Span(month.atDay(1), month.atEndOfMonth(), month);
        }
    }

    private AgendaView view(Caller.Person person, Span span, LocalDate today, ZoneId zone) {
        LocalDate first = span.first();
        LocalDate last = span.last();
        Agenda.Some found = agenda.between(person.accountId(), first, last, zone, MOST);
        AccountNames.Of known = names.of(person.accountId());
        TreeMap<LocalDate, List<AgendaView.Event>> days = found.entries().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.firstDay().isBefore(first) ? first : entry.firstDay(),
                        TreeMap::new,
                        Collectors.mapping(entry -> event(entry, known), Collectors.toList())));
        return new AgendaView(
                first,
                last,
                today,
                span.month(),
                days.entrySet().stream()
                        .map(day -> new AgendaView.Day(day.getKey(), wholeDaysFirst(day.getValue())))
                        .toList(),
                reader.status(person.accountId()).stream().anyMatch(stream -> "event".equals(stream.kind())),
                found.more() ? onFrom(first, days) : null);
    }

    /** What is not shown begins on the last of the days that are, or after it when that alone is too much. */
    private static LocalDate onFrom(LocalDate first, SortedMap<LocalDate, ?> days) {
        return days.isEmpty() || days.lastKey().equals(first) ? first.plusDays(1) : days.lastKey();
    }

    private static List<AgendaView.Event> wholeDaysFirst(List<AgendaView.Event> events) {
        return java.util.stream.Stream.concat(
                        events.stream().filter(event -> event.startsAt() == null),
                        events.stream().filter(event -> event.startsAt() != null))
                .toList();
    }

    private static AgendaView.Event event(Agenda.Entry entry, AccountNames.Of names) {
        AccountNames.Name name = names.of(entry.integrationId());
        return new AgendaView.Event(
                name.mark(),
                entry.title(),
                name.label(),
                entry.calendar(),
                entry.place(),
                entry.startsAt(),
                entry.endsAt(),
                entry.lastDay().equals(entry.firstDay()) ? null : entry.lastDay(),
                entry.link());
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isBefore(FIRST) && !day.isAfter(LAST)) {
                return day;
            }
        } catch (DateTimeException e) {
            throw refused("from", FROM, e);
        }
        throw refused("from", FROM, null);
    }

    private static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (!month.isBefore(YearMonth.from(FIRST)) && !month.isAfter(YearMonth.from(LAST))) {
                return month;
            }
        } catch (DateTimeException e) {
            throw refused("month", MONTH, e);
        }
        throw refused("month", MONTH, null);
    }

    private static ProblemException refused(String field, String detail, @Nullable DateTimeException cause) {
        ProblemException refused = cause == null
                ? new ProblemException(ProblemType.INVALID_INPUT, detail)
                : new ProblemException(ProblemType.INVALID_INPUT, detail, cause);
        return refused.with("field", field);
    }

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(new MenuEntry(400, PAGE, "Agenda", "calendar", MenuEntry.Place.BAR));
    }
}
