package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.integrations.SyncedContent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the pages of an integration show of its streams. */
@Component
class StreamContent implements SyncedContent {
    private final AccountScope accounts;
    private final Streams streams;
    private final SyncRequests requests;
    private final UpcomingEvents events;
    private final Clock clock;

    StreamContent(AccountScope accounts, Streams streams, SyncRequests requests, UpcomingEvents events, Clock clock) {
        this.accounts = accounts;
        this.streams = streams;
        this.requests = requests;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<StreamSummary> streams(UUID accountId, UUID integrationId) {
        return accounts.call(accountId, jdbc -> StreamRepository.of(jdbc, integrationId)).stream()
                .map(this::summary)
                .toList();
    }

    @Override
    public Map<UUID, List<StreamSummary>> streams(UUID accountId) {
        return accounts.call(accountId, StreamRepository::all).stream()
                .collect(Collectors.groupingBy(
                        StreamRow::integrationId, Collectors.mapping(this::summary, Collectors.toUnmodifiableList())));
    }

    private StreamSummary summary(StreamRow row) {
        return new StreamSummary(
                row.name(),
                streams.title(row.name()),
                row.records(),
                row.lastRunAt(),
                row.dueAt(),
                state(row, clock.instant()),
                row.cause(),
                streams.needs(row.name()));
    }

    @Override
    public List<Upcoming> upcoming(UUID accountId, UUID integrationId, int limit) {
        return events.of(accountId, integrationId, clock.instant(), limit);
    }

    @Override
    public boolean syncNow(UUID accountId, UUID integrationId) {
        return !requests.one(accountId, "person:" + accountId, integrationId).isEmpty();
    }

    @Override
    public long deleteAll(UUID integrationId) {
        return StreamRepository.deleteOf(CurrentTransaction.jdbc(), integrationId);
    }

    private static StreamState state(StreamRow row, Instant now) {
        if (row.pausedAt() != null) {
            return StreamState.PAUSED;
        }
        if (row.running() || row.isQueued(now)) {
            return StreamState.RUNNING;
        }
        return switch (row.state()) {
            case WAITING -> StreamState.WAITING;
            case IN_STEP -> StreamState.IN_STEP;
            case PARTIAL -> StreamState.PARTIAL;
            case NOT_ALLOWED -> StreamState.NOT_ALLOWED;
            case FAILED, NO_PROGRESS -> StreamState.FAILED;
        };
    }
}
