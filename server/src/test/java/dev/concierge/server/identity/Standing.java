package dev.concierge.server.identity;

/** What an account can be, for the table in {@code docs/ways-in.md}. */
enum Standing {
    ACTIVE("Active"),
    UNPROVED("Address not confirmed"),
    DISABLED("Disabled"),
    SECOND_FACTOR("Second factor set up"),
    ADMINISTRATOR("Administrator without one"),
    SERVICE("Service account"),
    INVITED("Invited, not accepted"),
    IMPORTED("Imported, never signed in"),
    LEAVING("Leaving, may be kept"),
    DELETED("Deleted");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether things of this kind can exist for such an account at all. */
    boolean has(WayIn way) {
        boolean service = way == WayIn.SERVICE_KEY;
        return switch (this) {
            case ACTIVE, UNPROVED, SECOND_FACTOR, LEAVING -> !service;
            case DISABLED, DELETED -> true;
            // A passkey is a second factor.
            case ADMINISTRATOR -> !service && way != WayIn.PASSKEY;
            case SERVICE -> service;
            case INVITED -> way.isProvider();
            case IMPORTED -> way.isProvider() || way == WayIn.PASSWORD || way == WayIn.PROGRAM || way == WayIn.LINK;
        };
    }
}
