package dev.concierge.server.sync;

import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code streams}.
 *
 * @param grantId the grant its checkpoint was read with; another one is another account at the provider
 * @param dueAt when it runs next; null when nothing is planned
 * @param askedAt when a person last asked for a run that has not begun; null when nobody did
 * @param askedRun the id of that run; null when nobody did
 * @param checkpoint JSON; null before the first page
 * @param pass the number of its last full pass
 * @param failures in a row
 * @param records how many are stored, tombstones left out
 * @param malformed how many items are kept aside because they cannot be read
 * @param pausedAt since when a person has it rest; null when nobody does
 * @param every the pause between two runs that a person chose; null for the stream's own
 * @param bodies whether the person wants what stands in each thing read, too
 * @param lastRunAt when its last run ended
 * @param inStepAt when it last was read to the end
 */
record StreamRow(
        UUID id,
        UUID accountId,
        UUID integrationId,
        UUID grantId,
        String provider,
        String name,
        StreamState state,
        @Nullable String cause,
        @Nullable Instant dueAt,
        @Nullable Instant askedAt,
        @Nullable UUID askedRun,
        @Nullable String checkpoint,
        long pass,
        int failures,
        long records,
        long malformed,
        @Nullable Instant pausedAt,
        @Nullable Duration every,
        boolean bodies,
        boolean running,
        @Nullable Instant lastRunAt,
        @Nullable Instant inStepAt) {

    /** The pause after a run that went well. */
    Duration pause(StreamDescription stream) {
        return every == null ? stream.every() : every;
    }

    /** Whether somebody asked for a run that a worker has yet to begin. A pause that the provider asked for is none. */
    boolean isQueued(Instant now) {
        return askedAt != null && dueAt != null && !dueAt.isAfter(now);
    }
}
