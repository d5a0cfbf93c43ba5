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

    /** Whether this role may act on somebody of the other: an administrator on everybody, a manager on guests and users, others on nobody. */
    public boolean reaches(Role other) {
        return this == ADMIN || (this == MANAGER && !other.covers(MANAGER));
    }

    /** The word in the database, the API and the configuration. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** For a reader: {@code Administrator}. */
    public String title() {
        return switch (this) {
            case GUEST -> "Guest";
            case USER -> "User";
            case MANAGER -> "Manager";
            case ADMIN -> "Administrator";
        };
    }

    /** @throws IllegalArgumentException when the word names no role */
    public static Role of(String word) {
        return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
}
