package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An account's own streams, runs and records. */
@Component
public class SyncReader {
    private final AccountScope accounts;
    private final Streams streams;

    SyncReader(AccountScope accounts, Streams streams) {
        this.accounts = accounts;
        this.streams = streams;
    }

    /**
     * How a stream is.
     *
     * @param title what people call it
     * @param state {@code waiting, in_step, not_allowed, failed} or {@code no_progress}: how its last run ended
     * @param cause why, in one of our words; null when there is nothing to say
     * @param running whether a run is under way
     * @param records how many are stored
     * @param lastRunAt when the last run ended; null when there was none
     * @param inStepAt when it last was read to the end; null when it never was
     * @param nextRunAt null when none is planned
     */
    public record Status(
            UUID integrationId,
            String provider,
            String stream,
            String title,
            String state,
            @Nullable String cause,
            boolean running,
            long records,
            @Nullable Instant lastRunAt,
            @Nullable Instant inStepAt,
            @Nullable Instant nextRunAt) {}

    /** All of the account's streams, by integration and name. */
    public List<Status> status(UUID accountId) {
        return accounts.call(accountId, StreamRepository::all).stream()
                .map(this::status)
                .toList();
    }

    /**
     * The account's runs, newest first.
     *
     * @param integrationId of one integration only; null for all
     * @param before the last one of the page before; null for the first page
     */
    public List<SyncRun> runs(
            UUID accountId, @Nullable UUID integrationId, SyncRun.@Nullable Position before, int limit) {
        return accounts.call(accountId, jdbc -> RunRepository.list(jdbc, integrationId, before, limit));
    }

    /**
     * The account's records in the order of their last change, tombstones among them: whoever reads on from the last one is told of everything
     * that changes afterwards, once. What changed in the last moments may come a little later, and nothing is skipped.
     *
     * @param after the last one read; null for the beginning
     */
    public List<SyncRecord> records(
            UUID accountId, SyncRecord.Filter filter, SyncRecord.@Nullable Position after, int limit) {
        return accounts.call(accountId, jdbc -> FeedRepository.after(jdbc, filter, after, limit));
    }

    private Status status(StreamRow row) {
        return new Status(
                row.integrationId(),
                row.provider(),
                row.name(),
                streams.title(row.name()),
                row.state().word(),
                row.cause(),
                row.running(),
                row.records(),
                row.lastRunAt(),
                row.inStepAt(),
                row.dueAt());
    }
}
