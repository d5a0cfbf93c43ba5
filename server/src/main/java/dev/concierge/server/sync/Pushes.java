package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.sync.streams.Stream;
import dev.concierge.server.sync.streams.Watched;
import dev.concierge.server.webhooks.PushHint;
import dev.concierge.server.webhooks.PushTarget;
import dev.concierge.server.webhooks.PushTargets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What providers can tell of, and what a hint of theirs does: the stream is due at once. A hint for a stream that is not there is dropped. */
@Component
class Pushes implements PushTargets {
    private final AccountScope accounts;
    private final Streams streams;
    private final Checkpoints checkpoints;
    private final SyncWorker worker;
    private final Clock clock;

    Pushes(AccountScope accounts, Streams streams, Checkpoints checkpoints, SyncWorker worker, Clock clock) {
        this.accounts = accounts;
        this.streams = streams;
        this.checkpoints = checkpoints;
        this.worker = worker;
        this.clock = clock;
    }

    /** Streams that were never read to their end are passed over: nobody knows what of theirs there is to watch. */
    @Override
    public Known of(UUID accountId, UUID integrationId) {
        List<StreamRow> rows = accounts.call(accountId, jdbc -> StreamRepository.of(jdbc, integrationId)).stream()
                .filter(row -> streams.find(row.name())
                        .filter(Watched.class::isInstance)
                        .isPresent())
                .filter(row -> row.state() != StreamState.NOT_ALLOWED && row.pausedAt() == null)
                .toList();
        List<StreamRow> read =
                rows.stream().filter(row -> row.inStepAt() != null).toList();
        return new Known(
                read.stream()
                        .flatMap(row ->
                                streams.find(row.name()).stream().flatMap(stream -> targets(row, stream).stream()))
                        .toList(),
                read.size() == rows.size());
    }

    @SuppressWarnings("unchecked") // a stream is watched by its own checkpoint
    private <C> List<PushTarget> targets(StreamRow row, Stream<C> stream) {
        return ((Watched<C>) stream)
                .watched(checkpoints.of(row, stream)).stream()
                        .map(path ->
                                new PushTarget(row.name(), stream.description().api(), path))
                        .toList();
    }

    @EventListener
    void hinted(PushHint hint) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        List<StreamRow> due = StreamRepository.of(jdbc, hint.integrationId()).stream()
                .filter(row -> hint.stream() == null || row.name().equals(hint.stream()))
                .filter(row -> StreamRepository.hint(jdbc, row.id(), clock.instant()))
                .toList();
        if (!due.isEmpty()) {
            worker.wake(hint.provider(), hint.integrationId());
        }
    }
}
