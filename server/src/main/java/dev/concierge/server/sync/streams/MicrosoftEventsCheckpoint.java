package dev.concierge.server.sync.streams;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How far somebody's calendar is read.
 *
 * @param series those seen since the last full pass began, by their ids: their occurrences say little themselves
 */
record MicrosoftEventsCheckpoint(Cursor cursor, Map<String, Series> series) {
    static final MicrosoftEventsCheckpoint START = new MicrosoftEventsCheckpoint(Cursor.START, Map.of());

    /** The oldest ones are forgotten for newer ones; their occurrences have no title then. */
    private static final int MOST = 500;

    MicrosoftEventsCheckpoint {
        series = Collections.unmodifiableMap(new LinkedHashMap<>(series));
    }

    /** What the occurrences of a series have in common. */
    record Series(String title, boolean allDay, String place) {}

    MicrosoftEventsCheckpoint at(Cursor next) {
        return new MicrosoftEventsCheckpoint(next, series);
    }

    MicrosoftEventsCheckpoint knowing(Map<String, Series> more) {
        if (more.isEmpty()) {
            return this;
        }
        SequencedMap<String, Series> all = new LinkedHashMap<>(series);
        all.putAll(more);
        while (all.size() > MOST) {
            all.pollFirstEntry();
        }
        return new MicrosoftEventsCheckpoint(cursor, all);
    }
}
