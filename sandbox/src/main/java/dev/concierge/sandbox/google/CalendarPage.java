package dev.concierge.sandbox.google;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.Html;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.calendar.EventContent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.sandbox.calendar.Occurrences;
import dev.concierge.sandbox.dialect.PersonPages;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A person's main calendar: the next events, a form to add one, a button to cancel each. */
final class CalendarPage {
    private static final int SHOWN = 100;
    private static final Duration AHEAD = Duration.ofDays(60);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ENGLISH);

    private final String origin;
    private final People people;
    private final Calendars calendars;
    private final Clock clock;
    private final PersonPages pages;

    CalendarPage(Shared shared, Calendars calendars) {
        this.origin = shared.baseUrl();
        this.people = shared.people();
        this.calendars = calendars;
        this.clock = shared.clock();
        this.pages = PersonPages.of("Google", shared);
    }

    /** What the form to add an event holds when the page is shown. */
    private record Draft(String title, String start, String end, String said) {}

    Answer show(Request request) {
        var query = request.query();
        if (query.get("account") == null) {
            return pages.whose("Calendar", "calendar");
        }
        return people.find(query.get("account"))
                .map(person -> page(200, person, draft(person, said(query.get("said", "")))))
                .orElseGet(pages::unknownAccount);
    }

    Answer change(Request request) {
        if (!request.fromOwnPage(origin)) {
            return pages.foreign();
        }
        var form = request.form();
        var person = people.find(form.get("account")).orElse(null);
        if (person == null) {
            return pages.unknownAccount();
        }
        return form.get("cancel") == null ? add(person, form) : cancel(person, form.get("cancel", ""));
    }

    private Answer add(Person person, Parameters form) {
        var zone = person.zone();
        try {
            var start = LocalDateTime.parse(form.get("start", ""));
            var end = LocalDateTime.parse(form.get("end", ""));
            if (end.isAfter(start)) {
                var content =
                        EventContent.of(form.get("title", ""), EventTime.at(start, zone), EventTime.at(end, zone));
                calendars.add(key(person), content);
                return back(person, "added");
            }
            return again(person, form, "The end must be after the start.");
        } catch (DateTimeParseException _) {
            return again(person, form, "Start and end need a date and a time.");
        }
    }

    /** One occurrence of a series is cancelled alone. */
    private Answer cancel(Person person, String id) {
        boolean cancelled = calendars.cancel(key(person), id)
                || next(person).stream().filter(each -> each.id().equals(id)).anyMatch(this::cancelOccurrence);
        return back(person, cancelled ? "cancelled" : "gone");
    }

    private boolean cancelOccurrence(CalendarEvent event) {
        var occurrence = event.occurrence();
        if (occurrence == null) {
            return false;
        }
        calendars.addOccurrence(
                event.calendar(), occurrence.seriesId(), occurrence.originalStart(), event.content(), true);
        return true;
    }

    private Answer back(Person person, String said) {
        var address = origin + "/google/calendar?account=" + Parameters.encode(person.account()) + "&said=" + said;
        return Answer.redirect(303, address).outcome(said);
    }

    private Answer again(Person person, Parameters form, String problem) {
        var draft = new Draft(form.get("title", ""), form.get("start", ""), form.get("end", ""), problem);
        return page(400, person, draft).outcome("refused");
    }

    private Answer page(int status, Person person, Draft draft) {
        var events = next(person).stream()
                .limit(SHOWN)
                .map(event -> item(event, person))
                .collect(Collectors.joining());
        var content = PersonPages.notice(draft.said())
                + form(person, draft)
                + "<h2>Next events</h2>\n<form method=\"post\" action=\"calendar\">\n"
                + "<input type=\"hidden\" name=\"account\" value=\"" + escape(person.account()) + "\">\n"
                + "<ul class=\"events\">" + events + "</ul>\n</form>\n";
        return Html.page(status, pages.brand(), "Calendar of " + person.name(), content)
                .outcome("shown");
    }

    private List<CalendarEvent> next(Person person) {
        var now = clock.instant();
        var zone = person.zone();
        var occurrences = new Occurrences(zone, now.plus(AHEAD));
        return occurrences.apart(calendars.events(key(person))).stream()
                .filter(event -> !event.cancelled())
                .filter(event -> occurrences.within(event, now, now.plus(AHEAD)))
                .sorted(Comparator.comparing(event -> event.content().start().instant(zone)))
                .toList();
    }

    private Draft draft(Person person, String said) {
        var hour = LocalDateTime.ofInstant(clock.instant(), person.zone())
                .truncatedTo(ChronoUnit.HOURS)
                .plusHours(1);
        return new Draft("", FIELD.format(hour), FIELD.format(hour.plusHours(1)), said);
    }

    private static String form(Person person, Draft draft) {
        return """
                <p>%s, times in %s</p>
                <h2>Add an event</h2>
                <form method="post" action="calendar">
                <input type="hidden" name="account" value="%s">
                <p class="field"><label for="title">Title</label><input id="title" name="title" value="%s" maxlength="500"></p>
                <p class="field"><label for="start">Start</label><input id="start" name="start" type="datetime-local" value="%s" required></p>
                <p class="field"><label for="end">End</label><input id="end" name="end" type="datetime-local" value="%s" required></p>
                <p class="buttons"><button id="add" class="primary">Add event</button></p>
                </form>
                """.formatted(
                        escape(person.account()),
                        escape(person.zone().getId()),
                        escape(person.account()),
                        escape(draft.title()),
                        escape(draft.start()),
                        escape(draft.end()));
    }

    private static String item(CalendarEvent event, Person person) {
        var title = event.content().title().isEmpty()
                ? "(No title)"
                : event.content().title();
        return """
                <li><div><strong>%s</strong><span>%s</span></div>\
                <button name="cancel" value="%s" aria-label="Cancel %s">Cancel</button></li>
                """.formatted(escape(title), when(event.content(), person.zone()), escape(event.id()), escape(title));
    }

    private static String when(EventContent content, ZoneId zone) {
        if (content.start().isAllDay()) {
            var last = content.end().day().minusDays(1);
            var first = DAY.format(content.start().day());
            return last.equals(content.start().day()) ? first : first + " to " + DAY.format(last);
        }
        var start = content.start().in(zone).withZoneSameInstant(zone);
        var end = content.end().in(zone).withZoneSameInstant(zone);
        return DAY.format(start) + ", " + TIME.format(start) + "–" + TIME.format(end);
    }

    private static String said(String word) {
        return switch (word) {
            case "added" -> "The event was added.";
            case "cancelled" -> "The event was cancelled.";
            case "gone" -> "That event was not there any more.";
            default -> "";
        };
    }

    private static CalendarKey key(Person person) {
        return new CalendarKey(person.account(), person.account());
    }
}
