package dev.concierge.server.identity.web;

import java.time.Duration;

/** A wait in words. */
final class Waits {
    private Waits() {}

    /** "in 40 seconds", "in 3 minutes", "in 5 hours": rounded up, so that nobody comes too early. */
    static String words(Duration wait) {
        long seconds = Math.max(1, seconds(wait));
        if (seconds < 60) {
            return "in " + seconds + (seconds == 1 ? " second" : " seconds");
        }
        long minutes = (seconds + 59) / 60;
        if (minutes < 120) {
            return "in " + minutes + (minutes == 1 ? " minute" : " minutes");
        }
        return "in " + (minutes + 59) / 60 + " hours";
    }

    /** Whole seconds, rounded up, for Retry-After. */
    static long seconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }
}
