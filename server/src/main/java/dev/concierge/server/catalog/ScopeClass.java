package dev.concierge.server.catalog;

import java.util.Locale;

/** What a scope lets us do, from least to most; not the provider's own word for it. */
public enum ScopeClass {
    /** Tells who somebody is. */
    IDENTITY,
    /** Sees things, changes nothing. */
    READ,
    /** Adds or changes things. */
    WRITE,
    /** Deletes for good, changes settings or sharing, or acts for a whole organisation. */
    RESTRICTED;

    /** Whether a ceiling of this class allows a scope of that class. */
    public boolean covers(ScopeClass asked) {
        return compareTo(asked) >= 0;
    }

    /** The word in files, the API and the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
