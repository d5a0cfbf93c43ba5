package dev.concierge.server.sync.streams;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.GoogleCalendarCheckpoint.Calendar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ValueRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads Google's events: {@code start} and {@code end} hold a {@code dateTime} with its offset or, for whole days, a {@code date}. */
final class GoogleEvents {
    /** What every database column and page can hold. */
    private static final ValueRange YEARS = ValueRange.of(1, 9999);

    private GoogleEvents() {}

    /** What is cancelled is gone. */
    static List<Item> items(Calendar calendar, JsonNode events) {
        return Items.of(calendar.id(), events, event -> item(calendar, event));
    }

    private static Item item(Calendar calendar, JsonNode event) {
        String id = event.path("id").asString("");
        return event.path("status").asString("").equals("cancelled")
                ? new Item.Gone(calendar.id(), id)
                : new Item.Present(calendar.id(), id, event, summary(calendar, event));
    }

    private static Item.Summary summary(Calendar calendar, JsonNode event) {
        return Item.Summary.of(event.path("summary").asString(""))
                .at(when(calendar, event))
                .with(people(event))
                .link(Items.link(event.path("htmlLink")))
                .text(event.path("location").asString("") + " "
                        + event.path("description").asString(""));
    }

    /** Who invites, then who else comes. */
    private static List<String> people(JsonNode event) {
        List<String> people = new ArrayList<>();
        person(people, event.path("organizer"));
        event.path("attendees").forEach(guest -> person(people, guest));
        return people.stream().distinct().toList();
    }

    private static void person(List<String> people, JsonNode person) {
        String name = person.path("displayName").asString(person.path("email").asString(""));
        if (!name.isEmpty() && !person.path("self").asBoolean(false)) {
            people.add(name);
        }
    }

    static Upcoming upcoming(JsonNode event, Item.When time, String calendar) {
        LocalDate day = time.allDay() ? date(event.path("start")) : null;
        return new Upcoming(
                event.path("summary").asString(""),
                day == null ? time.startsAt() : null,
                day == null ? time.endsAt() : null,
                day,
                event.path("location").asString(""),
                calendar);
    }

    /** The person's own name for a calendar, or else its own. */
    static String title(JsonNode calendar) {
        return calendar.path("summaryOverride")
                .asString(calendar.path("summary").asString(""));
    }

    private static Item.@Nullable When when(Calendar calendar, JsonNode event) {
        boolean allDay = event.path("start").has("date");
        ZoneId zone = zone(calendar.zone());
        Instant start = instant(event.path("start"), zone);
        Instant end = instant(event.path("end"), zone);
        if (start == null) {
            return null;
        }
        return new Item.When(start, end == null || end.isBefore(start) ? start : end, allDay);
    }

    private static @Nullable Instant instant(JsonNode time, ZoneId zone) {
        LocalDate date = date(time);
        try {
            OffsetDateTime at = date == null
                    ? OffsetDateTime.parse(time.path("dateTime").asString(""))
                    : date.atStartOfDay(zone).toOffsetDateTime();
            return YEARS.isValidIntValue(at.getYear()) ? at.toInstant() : null;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable LocalDate date(JsonNode time) {
        try {
            return time.has("date") ? LocalDate.parse(time.path("date").asString("")) : null;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }
}
