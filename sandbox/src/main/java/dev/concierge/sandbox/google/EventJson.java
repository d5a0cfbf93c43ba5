package dev.concierge.sandbox.google;

import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.sandbox.calendar.PersonCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events as Google writes them (field 15). */
final class EventJson {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PersonCalendar calendar;
    private final ZoneId shownIn;

    /** @param shownIn the zone that times are told in; each keeps the name of its own zone beside it */
    EventJson(PersonCalendar calendar, ZoneId shownIn) {
        this.calendar = calendar;
        this.shownIn = shownIn;
    }

    /** The whole event, or of a cancelled one only what Google promises: its id and, for an occurrence, which it was. */
    ObjectNode of(CalendarEvent event) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "calendar#event")
                .put("etag", "\"" + event.revision() * 2 + "\"")
                .put("id", event.id())
                .put("status", event.cancelled() ? "cancelled" : "confirmed");
        if (!event.cancelled()) {
            addContent(json, event);
        }
        var occurrence = event.occurrence();
        if (occurrence != null) {
            json.put("recurringEventId", occurrence.seriesId());
            json.set("originalStartTime", time(occurrence.originalStart()));
        }
        return json;
    }

    static String timestamp(Instant instant) {
        return MILLIS.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    private void addContent(ObjectNode json, CalendarEvent event) {
        var content = event.content();
        var account = calendar.key().account();
        json.put("htmlLink", "https://calendar.example/event?eid=" + event.id())
                .put("created", timestamp(event.createdAt()))
                .put("updated", timestamp(event.updatedAt()));
        // an event without a title has no summary at all
        putUnlessEmpty(json, "summary", content.title());
        putUnlessEmpty(json, "description", content.description());
        putUnlessEmpty(json, "location", content.location());
        json.putObject("creator").put("email", account).put("self", true);
        json.putObject("organizer").put("email", calendar.key().id()).put("self", true);
        json.set("start", time(content.start()));
        json.set("end", time(content.end()));
        if (!content.recurrence().isEmpty()) {
            content.recurrence().forEach(json.putArray("recurrence")::add);
        }
        json.put("iCalUID", iCalUid(event)).put("sequence", event.sequence());
        addGuests(json, event, account);
        json.putObject("reminders").put("useDefault", true);
        json.put("eventType", "default");
    }

    static String iCalUid(CalendarEvent event) {
        var occurrence = event.occurrence();
        return (occurrence == null ? event.id() : occurrence.seriesId()) + "@google.com";
    }

    private static void addGuests(ObjectNode json, CalendarEvent event, String account) {
        if (!event.content().guests().isEmpty()) {
            var guests = json.putArray("attendees");
            guests.addObject()
                    .put("email", account)
                    .put("organizer", true)
                    .put("self", true)
                    .put("responseStatus", "accepted");
            event.content()
                    .guests()
                    .forEach(guest -> guests.addObject().put("email", guest).put("responseStatus", "needsAction"));
        }
    }

    private ObjectNode time(EventTime time) {
        var json = JsonNodeFactory.instance.objectNode();
        if (time.isAllDay()) {
            return json.put("date", time.day().toString());
        }
        var own = time.in(calendar.zone());
        return json.put("dateTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(own.withZoneSameInstant(shownIn)))
                .put("timeZone", own.getZone().getId());
    }

    private static void putUnlessEmpty(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
