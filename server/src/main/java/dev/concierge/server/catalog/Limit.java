package dev.concierge.server.catalog;

import java.time.Duration;

/** At most so many requests in so long, for one grant or for our whole client. What the provider publishes; its answers have the last word. */
public record Limit(Of of, int requests, Duration per) {
    /** Whose requests count together. */
    public enum Of {
        GRANT,
        REGISTRATION
    }
}
