package dev.concierge.server.identity.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the trail is exported as. */
public enum TrailForm {
    /** One event on each line ({@code application/x-ndjson}). */
    JSONL("application/x-ndjson"),
    /** A page to read and to file: one account, one period, no script, nothing fetched. */
    HTML("text/html; charset=utf-8");

    private final String mediaType;

    TrailForm(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word. */
    public static Optional<TrailForm> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
