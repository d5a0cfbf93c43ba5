package dev.concierge.server.sync.streams;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.MicrosoftEventsCheckpoint.Series;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads events of Microsoft Graph: {@code start} and {@code end} hold a {@code dateTime} without an offset and the {@code timeZone} that it is in. A whole
 * day is its midnight, in whichever zone.
 */
final class MicrosoftEvents {
    private static final String MASTER = "seriesMaster";
    private static final int EARLIEST_YEAR = 1;
    private static final int LATEST_YEAR = 9999;

    private MicrosoftEvents() {}

    /** The series on a page, by their ids. */
    static Map<String, Series> series(JsonNode events) {
        Map<String, Series> series = new LinkedHashMap<>();
        for (JsonNode event : events) {
            String id = event.path("id").asString("");
            if (event.path("type").asString("").equals(MASTER) && !id.isEmpty()) {
                series.put(id, described(event));
            }
        }
        return series;
    }

    private static Series described(JsonNode event) {
        return new Series(
                event.path("subject").asString(""),
                event.path("isAllDay").asBoolean(false),
                event.path("location").path("displayName").asString(""));
    }

    /** What is removed or called off is gone; a series is no event itself. */
    static List<Item> items(JsonNode events, Map<String, Series> series) {
        return Items.of("", events, event -> item(event, series)).stream()
                .filter(item -> !(item instanceof Item.Present there
                        && there.content().path("type").asString("").equals(MASTER)))
                .toList();
    }

    private static Item item(JsonNode event, Map<String, Series> series) {
        String id = event.path("id").asString("");
        return event.hasNonNull("@removed") || event.path("isCancelled").asBoolean(false)
                ? new Item.Gone("", id)
                : new Item.Present("", id, event, summary(event, of(event, series)));
    }

    /** What the event says itself, or else its series. */
    private static Series of(JsonNode event, Map<String, Series> series) {
        Series own = described(event);
        Series shared = series.get(event.path("seriesMasterId").asString(""));
        return shared == null || event.hasNonNull("subject") ? own : shared;
    }

    private static Item.Summary summary(JsonNode event, Series described) {
        List<String> people = new ArrayList<>();
        GraphItems.person(people, event.path("organizer"));
        event.path("attendees").forEach(guest -> GraphItems.person(people, guest));
        return Item.Summary.of(described.title())
                .at(when(event, described.allDay()))
                .with(people.stream().distinct().toList())
                .link(Items.link(event.path("webLink")))
                .text(described.place() + " " + event.path("bodyPreview").asString(""));
    }

    static Upcoming upcoming(JsonNode event, Map<String, Series> series, Item.When time) {
        Series described = of(event, series);
        LocalDate day = time.allDay() ? LocalDate.ofInstant(time.startsAt(), ZoneOffset.UTC) : null;
        return new Upcoming(
                described.title(),
                day == null ? time.startsAt() : null,
                day == null ? time.endsAt() : null,
                day,
                described.place(),
                "Calendar");
    }

    private static Item.@Nullable When when(JsonNode event, boolean allDay) {
        Instant start = instant(event.path("start"));
        Instant end = instant(event.path("end"));
        if (start == null) {
            return null;
        }
        return new Item.When(start, end == null || end.isBefore(start) ? start : end, allDay);
    }

    private static @Nullable Instant instant(JsonNode time) {
        try {
            LocalDateTime local = LocalDateTime.parse(time.path("dateTime").asString(""));
            return local.getYear() < EARLIEST_YEAR || local.getYear() > LATEST_YEAR
                    ? null
                    : local.atZone(ZoneId.of(time.path("timeZone").asString("UTC")))
                            .toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
