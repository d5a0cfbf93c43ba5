package dev.concierge.server.authorization;

import java.util.Locale;

/** What a trip to a provider is for. */
public enum AuthorizationKind {
    SIGN_IN,
    CONNECT,
    RECONNECT,
    /** More scopes for an integration that stands. */
    SCOPES,
    STEP_UP,
    LINK;

    /** The word in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AuthorizationKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
