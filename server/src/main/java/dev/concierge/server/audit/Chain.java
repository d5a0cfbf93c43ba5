package dev.concierge.server.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two chains of seals, one for each kind of row. */
public enum Chain {
    EVENTS,
    VENDS;

    /** The one that is walked after this; null after the last. */
    @Nullable
    Chain next() {
        return switch (this) {
            case EVENTS -> VENDS;
            case VENDS -> null;
        };
    }

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
