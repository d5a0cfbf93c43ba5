package dev.concierge.server.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code streams}.
 *
 * @param grantId the grant its checkpoint was read with; another one is another account at the provider
 * @param dueAt when it runs next; null when nothing is planned
 * @param askedAt when a person last asked for a run that has not begun; null when nobody did
 * @param checkpoint JSON; null before the first page
 * @param pass the number of its last full pass
 * @param failures in a row
 * @param records how many are stored, tombstones left out
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
        @Nullable String checkpoint,
        long pass,
        int failures,
        long records,
        boolean running,
        @Nullable Instant lastRunAt,
        @Nullable Instant inStepAt) {}
