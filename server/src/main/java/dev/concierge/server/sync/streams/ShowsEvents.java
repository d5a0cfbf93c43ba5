package dev.concierge.server.sync.streams;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import tools.jackson.databind.JsonNode;

/** A stream whose records are events of a calendar. */
public interface ShowsEvents<C> {
    /**
     * An event in words.
     *
     * @param checkpoint the stream's present one, which knows the calendars' names
     * @param time as the stream gave it when the record was stored
     */
    Upcoming event(C checkpoint, String part, JsonNode content, Item.When time);
}
