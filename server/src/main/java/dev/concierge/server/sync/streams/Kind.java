package dev.concierge.server.sync.streams;

import java.util.Locale;

/** What a stream's records are, to people: what the agenda, the inbox and the charts go by. */
public enum Kind {
    EVENT("Events"),
    MESSAGE("Messages"),
    FILE("Files"),
    PAGE("Pages"),
    DATABASE("Databases"),
    CHANNEL("Channels"),
    VIDEO("Videos"),
    POST("Posts"),
    /** Numbers of one day or one thing: an audience, an engagement. */
    STATISTICS("Statistics"),
    REPOSITORY("Repositories"),
    ISSUE("Issues"),
    NOTIFICATION("Notifications");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** Several of them, for people. */
    public String title() {
        return title;
    }

    /** The word in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
