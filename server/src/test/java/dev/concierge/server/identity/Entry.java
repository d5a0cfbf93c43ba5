package dev.concierge.server.identity;

/** How trying a way in ended, for the table in {@code docs/ways-in.md}. */
enum Entry {
    IN("in"),
    /** Somebody came in, and the account was made by that. */
    NEW("a new account"),
    SECOND("second factor asked"),
    SET_UP("second factor to be set up"),
    /** In a browser, and nothing opens but the question. */
    KEEP("asked whether to keep it"),
    REFUSED("refused"),
    /** Nothing of the kind can exist; what was made up in its place was refused. */
    NONE("–");

    private final String words;

    Entry(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
