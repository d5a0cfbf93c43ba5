package dev.concierge.sandbox.google;

import dev.concierge.sandbox.calendar.EventContent;
import dev.concierge.sandbox.calendar.EventTime;
import dev.concierge.sandbox.calendar.Recurrence;
import dev.concierge.sandbox.http.Request;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The event that somebody sends to {@code events.insert}. Fields that Google sets itself are ignored, as Google does. */
final class InsertBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private InsertBody() {}

    /** @throws Refusal 400 with Google's reason */
    static EventContent read(Request request, ZoneId calendarZone) {
        var body = body(request);
        var start = time(body, "start", calendarZone);
        var end = time(body, "end", calendarZone);
        if (start.isAllDay() != end.isAllDay()) {
            throw wrong("invalid", "Start and end times must either both be date or both be dateTime.");
        }
        if (!end.instant(calendarZone).isAfter(start.instant(calendarZone))) {
            throw wrong("timeRangeEmpty", "The specified time range is empty.");
        }
        return new EventContent(
                text(body, "summary"),
                text(body, "description"),
                text(body, "location"),
                start,
                end,
                recurrence(body),
                guests(body));
    }

    private static ObjectNode body(Request request) {
        if (!request.contentType().equals("application/json")) {
            throw wrong("parseError", "The body must be application/json.");
        }
        try {
            if (JSON.readTree(request.text()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException _) {
            // refused below like any other body that is no object
        }
        throw wrong("parseError", "This API does not support parsing form-encoded input.");
    }

    private static EventTime time(ObjectNode body, String name, ZoneId calendarZone) {
        var time = body.path(name);
        var date = string(time, "date");
        var dateTime = string(time, "dateTime");
        if ((date == null) == (dateTime == null)) {
            throw wrong("required", "Missing " + name + " time.");
        }
        try {
            return date != null
                    ? EventTime.day(LocalDate.parse(date))
                    : dateTime(String.valueOf(dateTime), string(time, "timeZone"), body, calendarZone);
        } catch (DateTimeParseException _) {
            throw wrong("invalid", "Invalid value for: " + name);
        } catch (DateTimeException _) {
            throw wrong("invalid", "Invalid time zone definition for " + name + " time.");
        }
    }

    /** Either an offset or a zone has to be there; a series needs the zone. */
    private static EventTime dateTime(String text, @Nullable String zoneName, ObjectNode body, ZoneId calendarZone) {
        var zone = zoneName == null ? null : ZoneId.of(zoneName);
        if (zone == null && body.has("recurrence")) {
            throw wrong("required", "Missing time zone definition for start time.");
        }
        if (hasOffset(text)) {
            var target = zone == null ? calendarZone : zone;
            return EventTime.at(OffsetDateTime.parse(text).atZoneSameInstant(target));
        }
        if (zone == null) {
            throw wrong("required", "Missing time zone definition for start time.");
        }
        return EventTime.at(LocalDateTime.parse(text), zone);
    }

    private static boolean hasOffset(String text) {
        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
    }

    private static List<String> recurrence(ObjectNode body) {
        var lines = strings(body.path("recurrence"));
        try {
            lines.forEach(Recurrence::parse);
        } catch (IllegalArgumentException _) {
            throw wrong("invalid", "Invalid recurrence rule.");
        }
        if (lines.size() > 1) {
            throw new Refusal(GoogleErrors.notDone("more than one recurrence line"));
        }
        return lines;
    }

    private static List<String> guests(ObjectNode body) {
        var guests = new ArrayList<String>();
        for (var guest : body.path("attendees")) {
            var email = string(guest, "email");
            if (email == null) {
                throw wrong("required", "Missing attendee email.");
            }
            guests.add(email);
        }
        return guests;
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        for (var each : array) {
            strings.add(each.asString(""));
        }
        return strings;
    }

    private static String text(ObjectNode body, String name) {
        var text = string(body, name);
        return text == null ? "" : text;
    }

    private static @Nullable String string(JsonNode node, String name) {
        var value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static Refusal wrong(String reason, String message) {
        return new Refusal(GoogleErrors.badRequest("global", reason, message, ""));
    }
}
