package dev.concierge.server.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a stream.
 *
 * @param manual whether a person asked for it
 * @param endedAt null while it runs
 * @param outcome one of {@code done, partial, continued, rate_limited, failed, no_progress, not_allowed, stopped, interrupted}; null while it runs
 * @param cause why, in one of our words; null when there is nothing to say
 * @param malformed how many items it kept aside
 */
public record SyncRun(
        UUID id,
        UUID integrationId,
        String provider,
        String stream,
        boolean manual,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String outcome,
        @Nullable String cause,
        int pages,
        long added,
        long changed,
        long removed,
        long malformed) {

    /** A place in the history, which is ordered by start, newest first. */
    public record Position(Instant startedAt, UUID id) {}

    public Position position() {
        return new Position(startedAt, id);
    }
}
