package dev.concierge.sandbox.calendar;

import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everybody's calendars at one provider. Every change raises the calendar's revision by one. */
public final class Calendars {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Store store;
    private final Clock clock;
    private final Table<PersonCalendar> calendars;
    private final Table<CalendarEvent> events;
    private final Sower sower;
    private final Set<String> sowing = ConcurrentHashMap.newKeySet();
    private volatile Consumer<CalendarKey> listener = _ -> {};
    private volatile Consumer<String> listListener = _ -> {};

    /** Fills the calendars of somebody who has none yet; does nothing for somebody who does not exist. */
    @FunctionalInterface
    public interface Sower {
        void sow(Calendars calendars, String account);
    }

    /** @param sower called when a person's calendars are first looked at, so that people who never use them cost nothing */
    public Calendars(String provider, Store store, Clock clock, Sower sower) {
        this.sower = sower;
        this.store = store;
        this.clock = clock;
        this.calendars = store.table(provider + ".calendars", PersonCalendar.class);
        this.events = store.table(provider + ".events", CalendarEvent.class);
    }

    /** Has somebody told of every change of an event, after it is made and on the thread that made it; not of what sowers sow. */
    public void onChange(Consumer<CalendarKey> told) {
        listener = told;
    }

    /** Has somebody told of every calendar that a person adds, by the account. */
    public void onNewCalendar(Consumer<String> told) {
        listListener = told;
    }

    /** A person adds a calendar. */
    public void addCalendar(PersonCalendar calendar) {
        sown(calendar.key().account());
        create(calendar);
        listListener.accept(calendar.key().account());
    }

    /** The calendars of a person, the primary one first. */
    public List<PersonCalendar> of(String account) {
        return sown(account).stream()
                .sorted(Comparator.comparing((PersonCalendar each) -> !each.primary()))
                .toList();
    }

    public Optional<PersonCalendar> find(CalendarKey key) {
        return sown(key.account()).stream()
                .filter(calendar -> calendar.key().equals(key))
                .findFirst();
    }

    /** Adds an empty calendar; nothing happens when it is there. */
    public void create(PersonCalendar calendar) {
        store.change(() -> {
            if (calendars.get(row(calendar.key())) == null) {
                calendars.put(row(calendar.key()), calendar);
            }
        });
    }

    /** All events and changed occurrences, cancelled ones too, in the order of their last change. */
    public List<CalendarEvent> events(CalendarKey key) {
        sown(key.account());
        return events.startingWith(Keys.prefix(key.account(), key.id())).stream()
                .sorted(Comparator.comparingLong(CalendarEvent::revision))
                .toList();
    }

    /** A calendar and all its events as they stand together. */
    public Optional<Snapshot> snapshot(CalendarKey key) {
        return store.change(() -> find(key).map(calendar -> new Snapshot(calendar, events(key))));
    }

    public Optional<CalendarEvent> event(CalendarKey key, String id) {
        return Optional.ofNullable(events.get(row(key, id)));
    }

    public CalendarEvent add(CalendarKey key, EventContent content) {
        return told(key, store.change(() -> put(key, newId(), content, null, false)));
    }

    /** Replaces one occurrence of a series, or cancels it. */
    public CalendarEvent addOccurrence(
            CalendarKey key, String seriesId, EventTime originalStart, EventContent content, boolean cancelled) {
        var id = OccurrenceIds.of(seriesId, originalStart, ZoneOffset.UTC);
        var occurrence = new CalendarEvent.Occurrence(seriesId, originalStart);
        return told(key, store.change(() -> put(key, id, content, occurrence, cancelled)));
    }

    /** Changes what an event says; empty when there is no such event or it is cancelled. */
    public Optional<CalendarEvent> change(CalendarKey key, String id, UnaryOperator<EventContent> how) {
        var changed = store.change(() -> event(key, id)
                .filter(event -> !event.cancelled())
                .map(event -> put(key, id, how.apply(event.content()), event.occurrence(), false)));
        return changed.isPresent() ? told(key, changed) : changed;
    }

    /** Cancels an event and, when it is a series, its changed occurrences; false when there is none to cancel. */
    public boolean cancel(CalendarKey key, String id) {
        boolean cancelled = store.change(() -> {
            var event = event(key, id).filter(each -> !each.cancelled()).orElse(null);
            if (event == null) {
                return false;
            }
            put(key, id, event.content(), event.occurrence(), true);
            events(key).stream()
                    .filter(each -> !each.cancelled() && belongsTo(each, id))
                    .forEach(each -> put(key, each.id(), each.content(), each.occurrence(), true));
            return true;
        });
        return cancelled && told(key, true);
    }

    private <T> T told(CalendarKey key, T made) {
        if (!sowing.contains(key.account())) {
            listener.accept(key);
        }
        return made;
    }

    /** One calendar at one moment. */
    public record Snapshot(PersonCalendar calendar, List<CalendarEvent> events) {}

    private List<PersonCalendar> sown(String account) {
        var there = calendars.startingWith(Keys.prefix(account));
        return there.isEmpty() ? sow(account) : there;
    }

    private List<PersonCalendar> sow(String account) {
        return store.change(() -> {
            if (calendars.startingWith(Keys.prefix(account)).isEmpty()) {
                sowing.add(account);
                try {
                    sower.sow(this, account);
                } finally {
                    sowing.remove(account);
                }
            }
            return calendars.startingWith(Keys.prefix(account));
        });
    }

    private static boolean belongsTo(CalendarEvent event, String seriesId) {
        var occurrence = event.occurrence();
        return occurrence != null && occurrence.seriesId().equals(seriesId);
    }

    private CalendarEvent put(
            CalendarKey key,
            String id,
            EventContent content,
            CalendarEvent.@Nullable Occurrence occurrence,
            boolean cancelled) {
        var calendar = find(key)
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no calendar " + key.id() + " of " + key.account() + "."))
                .changed();
        var before = events.get(row(key, id));
        var now = clock.instant();
        var event = new CalendarEvent(
                id,
                key,
                content,
                occurrence,
                cancelled,
                before == null ? now : before.createdAt(),
                now,
                before == null ? 0 : before.sequence() + 1,
                calendar.revision());
        calendars.put(row(key), calendar);
        events.put(row(key, id), event);
        return event;
    }

    /** 26 characters out of base32hex, the only ones that Google allows in ids of events. */
    private static String newId() {
        var id = new StringBuilder();
        for (int i = 0; i < 26; i++) {
            id.append(Character.forDigit(RANDOM.nextInt(32), 32));
        }
        return id.toString();
    }

    private static String row(CalendarKey key) {
        return Keys.of(key.account(), key.id());
    }

    private static String row(CalendarKey key, String eventId) {
        return Keys.of(key.account(), key.id(), eventId);
    }
}
