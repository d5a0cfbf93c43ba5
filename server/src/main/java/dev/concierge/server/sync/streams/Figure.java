package dev.concierge.server.sync.streams;

import java.util.Locale;

/** What is counted of what somebody has at a provider, whatever the provider calls it. */
public enum Figure {
    /** Those who follow or subscribe. */
    FOLLOWERS,
    /** How often it was shown or played. */
    VIEWS,
    /** Likes and other reactions. */
    LIKES,
    COMMENTS,
    /** Shares, reposts and quotes. */
    SHARES;

    /** The word in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
