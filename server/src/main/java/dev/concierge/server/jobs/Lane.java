package dev.concierge.server.jobs;

import java.util.Arrays;
import java.util.Locale;

/** A queue of background work with a table, a scheduler and a concurrency of its own, so that one kind of work never starves another. */
public enum Lane {
    MAIL,
    FILE,
    SYNC,
    REFRESH,
    MAINTENANCE;

    /** The word in the configuration, metrics and logs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String[] words() {
        return Arrays.stream(values()).map(Lane::word).toArray(String[]::new);
    }

    String table() {
        return "jobs_" + word();
    }

    /** @throws IllegalArgumentException when the word names no lane */
    public static Lane of(String word) {
        for (Lane lane : values()) {
            if (lane.word().equals(word)) {
                return lane;
            }
        }
        throw new IllegalArgumentException(
                "There is no lane " + word + "; there are mail, file, sync, refresh and maintenance.");
    }
}
