package dev.concierge.server.audit;

import java.util.Locale;

/** The two chains of seals, one for each kind of row. */
public enum Chain {
    EVENTS,
    VENDS;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String table() {
        return "audit_" + word();
    }

    /** @throws IllegalArgumentException when the word names no chain */
    static Chain of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
