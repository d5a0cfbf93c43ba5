package dev.concierge.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Requests to an endpoint wait before they are processed: for {@code millis} of real time, or until this entry is taken out
 * of the knob, whichever comes first.
 *
 * @param endpoint its name as in the ledger, or {@code *} for every one
 * @param millis null: until released
 */
public record Hang(String endpoint, @Nullable Long millis) {
    public Hang {
        if (endpoint.isBlank() || (millis != null && millis < 0)) {
            throw new IllegalArgumentException("hang wants an endpoint, and millis that are not negative");
        }
    }

    public static Hang untilReleased(String endpoint) {
        return new Hang(endpoint, null);
    }
}
