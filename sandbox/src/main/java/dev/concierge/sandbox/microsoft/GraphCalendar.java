package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.People;
import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.calendar.Occurrences;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /me/calendarView/delta} (field 15): the main calendar between two times, which the links are bound to. Series are taken apart; their occurrences
 * say no more than when they are, and whose series they belong to, and the series itself is told beside them.
 */
final class GraphCalendar {
    private static final Set<String> READ = Set.of("Calendars.Read", "Calendars.ReadWrite");
    private static final String PATH = "/me/calendarView/delta";
    private static final List<String> REFUSED = List.of("$select", "$filter", "$orderby", "$expand", "$search");

    private final Bearer bearer;
    private final Calendars calendars;
    private final People people;
    private final GraphErrors errors;
    private final DeltaQuery delta;
    private final String base;

    GraphCalendar(
            Bearer bearer, Calendars calendars, People people, GraphErrors errors, DeltaQuery delta, String base) {
        this.bearer = bearer;
        this.calendars = calendars;
        this.people = people;
        this.errors = errors;
        this.delta = delta;
        this.base = base;
    }

    /** @param text as it stands in tokens */
    private record Window(Instant from, Instant to, String text) {
        static Optional<Window> of(String from, String to) {
            try {
                return Optional.of(new Window(Instant.parse(from), Instant.parse(to), from + " " + to));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }

    Answer view(Request request) {
        return bearer.require(request, READ, "calendarView.delta", token -> {
            if (MicrosoftAccount.of(people.get(token.subject())).mail() == null) {
                return errors.noMailbox();
            }
            var query = request.query();
            if (REFUSED.stream().anyMatch(query.names()::contains)) {
                return errors.badRequest("The query option is not supported for this delta query.");
            }
            var text = DeltaQuery.Names.OUTLOOK.in(query);
            var window = window(request, text).orElse(null);
            if (window == null) {
                return errors.badRequest("startDateTime and endDateTime are required, or the token is badly formed.");
            }
            var place = delta.place(text, PATH + " " + token.subject() + " " + window.text(), "")
                    .orElse(null);
            if (place == null) {
                return errors.badRequest("Badly formed token.");
            }
            return delta.tooOld(place) ? errors.syncStateNotFound() : page(request, token.subject(), place, window);
        });
    }

    /** Of a token, or of the request that begins. */
    private static Optional<Window> window(Request request, String text) {
        if (text.isEmpty()) {
            return Window.of(
                    request.query().get("startDateTime", ""), request.query().get("endDateTime", ""));
        }
        return DeltaToken.decode(text)
                .map(each -> each.scope().split(" ", -1))
                .filter(parts -> parts.length == 4)
                .flatMap(parts -> Window.of(parts[2], parts[3]));
    }

    private Answer page(Request request, String account, DeltaToken place, Window window) {
        var snapshot = calendars
                .snapshot(new CalendarKey(account, account))
                .orElseThrow(() -> new IllegalStateException("everybody has a main calendar"));
        var entries = new ArrayList<DeltaQuery.Entry>();
        var occurrences = new Occurrences(snapshot.calendar().zone(), window.to());
        var json = new GraphEventJson(snapshot.calendar());
        var stored = snapshot.events().stream().map(CalendarEvent::id).collect(Collectors.toUnmodifiableSet());
        for (var event : occurrences.apart(snapshot.events())) {
            boolean there = !event.cancelled() && occurrences.within(event, window.from(), window.to());
            if (there || event.occurrence() == null || occurrences.within(event, window.from(), window.to())) {
                entries.add(there ? told(event, json.of(event, !stored.contains(event.id()))) : removed(event));
            }
        }
        snapshot.events().stream()
                .filter(each ->
                        !each.cancelled() && !each.content().recurrence().isEmpty())
                .filter(each -> occurrences.within(each, window.from(), window.to()))
                .forEach(each -> entries.add(told(each, json.of(each, false))));
        return delta.page(
                place,
                DeltaQuery.Names.OUTLOOK,
                base + PATH,
                snapshot.calendar().revision(),
                entries,
                GraphFeeds.outlookSize(request));
    }

    private static DeltaQuery.Entry told(CalendarEvent event, ObjectNode json) {
        return new DeltaQuery.Entry(event.revision(), event.id(), false, json);
    }

    private static DeltaQuery.Entry removed(CalendarEvent event) {
        var gone = JsonNodeFactory.instance.objectNode().put("id", event.id());
        gone.putObject("@removed").put("reason", "deleted");
        return new DeltaQuery.Entry(event.revision(), event.id(), true, gone);
    }
}
