package dev.concierge.sandbox.google;

import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.Calendars.Snapshot;
import dev.concierge.sandbox.calendar.Occurrences;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of {@code events.list}. Pages of one pass show the calendar as it was when the pass began: what changes meanwhile
 * leaves the pass and comes with the next sync, so that nothing is missed and nothing comes twice.
 */
final class EventsPage {
    /** How far ahead an endless series is taken apart when the request sets no end. Google's own limit is not documented. */
    private static final Duration HORIZON = Duration.ofDays(730);

    private final Snapshot snapshot;
    private final EventsQuery query;
    private final @Nullable SyncToken since;
    private final @Nullable PageToken page;
    private final Instant now;

    EventsPage(Snapshot snapshot, EventsQuery query, @Nullable SyncToken since, @Nullable PageToken page, Instant now) {
        this.snapshot = snapshot;
        this.query = query;
        this.since = since;
        this.page = page;
        this.now = now;
    }

    private record Item(String sortKey, CalendarEvent event) {}

    ObjectNode toJson() {
        long upTo = page == null ? snapshot.calendar().revision() : page.upTo();
        var rest = items(upTo);
        var shown = rest.subList(0, Math.min(query.maxResults(), rest.size()));
        var json = head();
        var zone = query.zone() == null ? snapshot.calendar().zone() : query.zone();
        var eventJson = new EventJson(snapshot.calendar(), zone);
        if (shown.size() < rest.size()) {
            json.put("nextPageToken", new PageToken(upTo, shown.getLast().sortKey(), query.restrictions()).encode());
        } else if (query.syncable()) {
            json.put("nextSyncToken", nextSyncToken(upTo).encode());
        }
        var list = json.putArray("items");
        shown.forEach(item -> list.add(eventJson.of(item.event())));
        return json;
    }

    private ObjectNode head() {
        var calendar = snapshot.calendar();
        var updated = snapshot.events().stream()
                .map(CalendarEvent::updatedAt)
                .max(Comparator.naturalOrder())
                .orElse(now);
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "calendar#events")
                .put("etag", "\"p" + calendar.revision() + "\"")
                .put("summary", calendar.title())
                .put("updated", EventJson.timestamp(updated))
                .put("timeZone", calendar.zone().getId())
                .put("accessRole", calendar.writable() ? "owner" : "reader");
        json.putArray("defaultReminders");
        return json;
    }

    private List<Item> items(long upTo) {
        var from = since == null ? 0 : since.revision();
        var after = page == null ? "" : page.after();
        var events = snapshot.events().stream()
                .filter(each -> each.revision() <= upTo)
                .toList();
        var occurrences = new Occurrences(snapshot.calendar().zone(), horizon());
        var all = query.singleEvents() ? occurrences.apart(events) : events;
        return all.stream()
                .filter(each -> each.revision() > from)
                .filter(this::shownWhenCancelled)
                .filter(inWindow(occurrences))
                .filter(this::matches)
                .map(each -> new Item(sortKey(each), each))
                .filter(each -> each.sortKey().compareTo(after) > 0)
                .sorted(Comparator.comparing(Item::sortKey))
                .toList();
    }

    /**
     * Cancelled events come after a sync token or with {@code showDeleted}; a cancelled occurrence of a living series also
     * when series are not taken apart, since nothing else says that it is missing.
     */
    private boolean shownWhenCancelled(CalendarEvent event) {
        if (!event.cancelled() || since != null || query.showDeleted()) {
            return true;
        }
        var occurrence = event.occurrence();
        return occurrence != null && !query.singleEvents() && seriesLives(occurrence.seriesId());
    }

    private boolean seriesLives(String seriesId) {
        return snapshot.events().stream().anyMatch(each -> each.id().equals(seriesId) && !each.cancelled());
    }

    private Predicate<CalendarEvent> inWindow(Occurrences occurrences) {
        var from = Optional.ofNullable(since == null ? query.timeMin() : since.timeMin());
        var to = Optional.ofNullable(since == null ? query.timeMax() : since.timeMax());
        return from.isEmpty() && to.isEmpty()
                ? _ -> true
                : event -> event.cancelled()
                        || occurrences.within(event, from.orElse(Instant.MIN), to.orElse(Instant.MAX));
    }

    private boolean matches(CalendarEvent event) {
        var uid = query.iCalUid();
        var min = query.updatedMin();
        var text = query.text();
        return (uid == null || EventJson.iCalUid(event).equals(uid))
                && (min == null || !event.updatedAt().isBefore(min))
                && (text == null || contains(event, text));
    }

    private static boolean contains(CalendarEvent event, String text) {
        var content = event.content();
        return String.join("\n", content.title(), content.description(), content.location())
                .toLowerCase(Locale.ROOT)
                .contains(text.toLowerCase(Locale.ROOT));
    }

    /** Sorts as text, and differs for any two events of a page. */
    private String sortKey(CalendarEvent event) {
        var first = switch (query.orderBy()) {
            case "startTime" ->
                padded(event.content()
                        .start()
                        .instant(snapshot.calendar().zone())
                        .getEpochSecond());
            default -> "";
        };
        return first + padded(event.revision()) + "\t" + event.id();
    }

    private static String padded(long number) {
        return String.format(Locale.ROOT, "%019d", number - Integer.MIN_VALUE);
    }

    private Instant horizon() {
        var max = since == null ? query.timeMax() : since.timeMax();
        return max == null ? now.plus(HORIZON) : max;
    }

    private SyncToken nextSyncToken(long upTo) {
        return new SyncToken(
                snapshot.calendar().key(),
                upTo,
                now,
                query.singleEvents(),
                since == null ? query.timeMin() : since.timeMin(),
                since == null ? query.timeMax() : since.timeMax());
    }
}
