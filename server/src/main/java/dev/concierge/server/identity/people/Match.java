package dev.concierge.server.identity.people;

/** In which way a text may be the beginning of something of a person. Pages go through them in this order, and each person comes once. */
enum Match {
    ADDRESS("(a.email collate \"C\")"),
    NAME("(lower(a.display_name) collate \"C\")"),
    LAST_NAME("(lower(regexp_replace(a.display_name, '^.*\\s', '')) collate \"C\")"),
    LOCAL_ID("(lower(a.local_id) collate \"C\")");

    private final String key;

    Match(String key) {
        this.key = key;
    }

    /** The expression of the index. */
    String key() {
        return key;
    }

    /** Whether it begins with the text: a range of the index. */
    String begins() {
        return key + " >= (lower(:text) collate \"C\") and " + key + " < ((lower(:text) || :top) collate \"C\")";
    }
}
