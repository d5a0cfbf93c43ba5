package dev.concierge.sandbox;

import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.EventContent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.sandbox.http.Answer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Adds, changes and cancels events in somebody's main calendar. */
final class ControlEvents {
    private final Sandbox sandbox;

    ControlEvents(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * {@code {provider, account, action: add|change|cancel, id, title, start, end, description, location, recurrence}}.
     * Times are local to the calendar ({@code 2026-11-21T10:00}), or days ({@code 2026-11-21}, the end exclusive).
     */
    Answer change(ControlBody body) {
        body.only(
                "provider",
                "account",
                "action",
                "id",
                "title",
                "start",
                "end",
                "description",
                "location",
                "recurrence");
        var account = body.text("account");
        var calendar = sandbox.calendar(body.text("provider", Sandbox.FIRST_PROVIDER), account);
        var zone = sandbox.people().get(account).zone();
        return switch (body.text("action")) {
            case "add" -> told(calendar.add(add(body, zone)));
            case "change" -> told(calendar.change(body.text("id"), before -> changed(body, before, zone)));
            case "cancel" -> Answer.json(200, Map.of("cancelled", calendar.cancel(body.text("id"))));
            case String other -> throw new IllegalArgumentException("There is no action " + other + ".");
        };
    }

    private static EventContent add(ControlBody body, ZoneId zone) {
        var empty = EventContent.of("", time(body, "start", zone), time(body, "end", zone));
        return changed(body, empty, zone);
    }

    private static EventContent changed(ControlBody body, EventContent before, ZoneId zone) {
        var content = before.titled(body.text("title", before.title()))
                .describedAs(body.text("description", before.description()))
                .at(body.text("location", before.location()));
        if (body.has("recurrence")) {
            content = content.recurring(body.text("recurrence"));
        }
        return content.moved(
                body.has("start") ? time(body, "start", zone) : before.start(),
                body.has("end") ? time(body, "end", zone) : before.end());
    }

    private static EventTime time(ControlBody body, String name, ZoneId zone) {
        var text = body.text(name);
        try {
            return text.contains("T")
                    ? EventTime.at(LocalDateTime.parse(text), zone)
                    : EventTime.day(LocalDate.parse(text));
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(name + " is no time like 2026-11-21T10:00 and no day.", unreadable);
        }
    }

    private static Answer told(CalendarEvent event) {
        return Answer.json(200, Map.of("id", event.id(), "revision", event.revision()));
    }
}
