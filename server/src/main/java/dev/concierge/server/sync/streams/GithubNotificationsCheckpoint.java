package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody's notifications are read.
 *
 * @param cursor its feed holds the time since when changes are asked for
 * @param modified {@code Last-Modified} of the run's first page; null before the first run
 * @param notBefore when GitHub wants to be asked again at the earliest; null when it did not say
 */
record GithubNotificationsCheckpoint(
        Cursor cursor, @Nullable String modified, @Nullable Instant notBefore) {
    static final GithubNotificationsCheckpoint START = new GithubNotificationsCheckpoint(Cursor.START, null, null);

    /** How long a new run has to wait; null when it may begin, or goes on. */
    @Nullable
    Duration untilAllowed(Instant now) {
        return cursor.begins() && notBefore != null && now.isBefore(notBefore)
                ? Duration.between(now, notBefore)
                : null;
    }

    GithubNotificationsCheckpoint with(Cursor next) {
        return new GithubNotificationsCheckpoint(next, modified, notBefore);
    }
}
