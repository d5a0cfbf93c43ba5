package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Change;
import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.things.Thing;

/** Turns what changes into what subscriptions tell. */
final class GraphNews {
    private final Subscriptions subscriptions;
    private final Calendars calendars;

    GraphNews(Subscriptions subscriptions, Calendars calendars) {
        this.subscriptions = subscriptions;
        this.calendars = calendars;
    }

    void changed(Thing thing, Change change) {
        switch (thing.kind()) {
            case GraphThings.MESSAGES ->
                subscriptions.changed(
                        thing.account(),
                        WatchedThing.MESSAGES,
                        new Subscriptions.News(word(change), thing.id(), thing.revision()));
            case GraphThings.FILES ->
                subscriptions.changed(
                        thing.account(), WatchedThing.FILES, new Subscriptions.News("updated", "", thing.revision()));
            default -> {
                // folders are told by what is in them
            }
        }
    }

    /** The last event that changed in somebody's main calendar. */
    void changed(CalendarKey key) {
        if (subscriptions.any() && key.id().equals(key.account())) {
            var event = calendars.events(key).getLast();
            subscriptions.changed(
                    key.account(),
                    WatchedThing.EVENTS,
                    new Subscriptions.News(word(event), event.id(), event.revision()));
        }
    }

    private static String word(CalendarEvent event) {
        if (event.cancelled()) {
            return word(Change.REMOVED);
        }
        return word(event.sequence() == 0 ? Change.ADDED : Change.CHANGED);
    }

    private static String word(Change change) {
        return switch (change) {
            case ADDED -> "created";
            case CHANGED -> "updated";
            case REMOVED -> "deleted";
        };
    }
}
