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
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /dashboard/agenda}: two weeks of all calendars, whatever provider they are of. */
@Controller
class AgendaPage implements MenuContributor {
    static final String PAGE = "/dashboard/agenda";
    static final int DAYS = 14;
    private static final int MOST = 300;
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2999, 12, 31);

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

    /** @param from the first day, as {@code 2026-11-20}; absent for today */
    @GetMapping(PAGE)
    ModelAndView show(
            Caller.Person person, @RequestParam(required = false) @Nullable String from, HttpServletRequest request) {
        ZoneId zone = formats.of(person).zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate first = from == null ? today : day(from);
        return new ModelAndView(
                Htmx.wantsPart(request) ? "dashboard/agenda-days" : "dashboard/agenda",
                "view",
                view(person, first, today, zone));
    }

    private AgendaView view(Caller.Person person, LocalDate first, LocalDate today, ZoneId zone) {
        LocalDate last = first.plusDays(DAYS - 1);
        List<Agenda.Entry> found = agenda.between(person.accountId(), first, last, zone, MOST + 1);
        AccountNames.Of known = names.of(person.accountId());
        TreeMap<LocalDate, List<AgendaView.Event>> days = found.stream()
                .limit(MOST)
                .collect(Collectors.groupingBy(
                        entry -> entry.firstDay().isBefore(first) ? first : entry.firstDay(),
                        TreeMap::new,
                        Collectors.mapping(entry -> event(entry, known), Collectors.toList())));
        return new AgendaView(
                first,
                last,
                today,
                days.entrySet().stream()
                        .map(day -> new AgendaView.Day(day.getKey(), wholeDaysFirst(day.getValue())))
                        .toList(),
                reader.status(person.accountId()).stream().anyMatch(stream -> "event".equals(stream.kind())),
                found.size() > MOST);
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
            throw refused(e);
        }
        throw refused(null);
    }

    private static ProblemException refused(@Nullable DateTimeException cause) {
        String detail = "from is a day from " + FIRST + " to " + LAST + ", such as 2026-11-20.";
        ProblemException refused = cause == null
                ? new ProblemException(ProblemType.INVALID_INPUT, detail)
                : new ProblemException(ProblemType.INVALID_INPUT, detail, cause);
        return refused.with("field", "from");
    }

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(new MenuEntry(400, PAGE, "Agenda", "calendar", MenuEntry.Place.BAR));
    }
}
