package dev.concierge.server.identity;

import java.util.Arrays;
import java.util.Optional;

/** What an API key may do; a key holds one or more. */
public enum KeyScope {
    INTEGRATIONS_READ("integrations:read", "See what is connected"),
    TOKENS_VEND("tokens:vend", "Take tokens and call providers"),
    INTEGRATIONS_WRITE("integrations:write", "Connect, refresh, sync and disconnect");

    private final String word;
    private final String title;

    KeyScope(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The word in the API, the database and {@code Caller.Key.scopes}. */
    public String word() {
        return word;
    }

    /** The same in plain words. */
    public String title() {
        return title;
    }

    /** The scope of a word; empty when there is none. */
    public static Optional<KeyScope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }
}
