package dev.concierge.server.web;

/** What an account may do, from least to most. New accounts are {@link #GUEST}. */
public enum Role {
    GUEST,
    USER,
    MANAGER,
    ADMIN;

    /** Whether this role may do what {@code needed} may do. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The word in the database, the API and the configuration. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @throws IllegalArgumentException when the word names no role */
    public static Role of(String word) {
        return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
}
