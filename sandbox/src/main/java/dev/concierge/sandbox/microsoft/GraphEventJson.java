package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.sandbox.calendar.PersonCalendar;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events as Outlook's delta queries write them, times in UTC as if {@code Prefer: outlook.timezone="UTC"} were always said. */
final class GraphEventJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT);

    private final PersonCalendar calendar;

    GraphEventJson(PersonCalendar calendar) {
        this.calendar = calendar;
    }

    /** @param plain whether it is an occurrence that nobody changed: it is made of its series, and says little */
    ObjectNode of(CalendarEvent event, boolean plain) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("@odata.type", "#microsoft.graph.event")
                .put("id", event.id());
        json.put("type", type(event, plain));
        var occurrence = event.occurrence();
        if (occurrence != null) {
            json.put("seriesMasterId", occurrence.seriesId());
        }
        json.set("start", time(event.content().start()));
        json.set("end", time(event.content().end()));
        return plain ? json : described(json, event);
    }

    private static String type(CalendarEvent event, boolean plain) {
        if (event.occurrence() != null) {
            return plain ? "occurrence" : "exception";
        }
        return event.content().recurrence().isEmpty() ? "singleInstance" : "seriesMaster";
    }

    private ObjectNode described(ObjectNode json, CalendarEvent event) {
        var content = event.content();
        json.put("@odata.etag", "W/\"" + event.revision() + "\"")
                .put("createdDateTime", event.createdAt().toString())
                .put("lastModifiedDateTime", event.updatedAt().toString())
                .put("subject", content.title())
                .put("bodyPreview", content.description())
                .put("isAllDay", content.start().isAllDay())
                .put("isCancelled", false)
                .put("webLink", "https://outlook.example/calendar/item/" + event.id());
        json.putObject("location").put("displayName", content.location());
        address(json.putObject("organizer"), calendar.key().account());
        var attendees = json.putArray("attendees");
        content.guests().forEach(guest -> address(attendees.addObject().put("type", "required"), guest));
        return json;
    }

    private static void address(ObjectNode whom, String address) {
        whom.putObject("emailAddress").put("name", address).put("address", address);
    }

    /** A whole day is its midnight, in whichever zone. */
    private ObjectNode time(EventTime time) {
        ZoneId zone = calendar.zone();
        var local = time.isAllDay()
                ? time.day().atStartOfDay()
                : time.in(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
        return JsonNodeFactory.instance
                .objectNode()
                .put("dateTime", TIME.format(local))
                .put("timeZone", "UTC");
    }
}
