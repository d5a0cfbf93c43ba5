package dev.concierge.server.sync;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationConnected;
import dev.concierge.server.sync.streams.Stream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A connected integration has its streams due at once, in the transaction that connects it. */
@Component
class ConnectListener {
    private final Streams streams;
    private final SyncWorker worker;
    private final Ids ids;
    private final Clock clock;

    ConnectListener(Streams streams, SyncWorker worker, Ids ids, Clock clock) {
        this.streams = streams;
        this.worker = worker;
        this.ids = ids;
        this.clock = clock;
    }

    @EventListener
    void connected(IntegrationConnected event) {
        List<Stream<?>> offered = streams.of(event.provider());
        if (offered.isEmpty()) {
            return;
        }
        JdbcClient jdbc = CurrentTransaction.jdbc();
        Map<String, StreamRow> known = StreamRepository.of(jdbc, event.integrationId()).stream()
                .collect(Collectors.toMap(StreamRow::name, Function.identity()));
        for (Stream<?> stream : offered) {
            begin(jdbc, event, stream, known.get(stream.description().name()));
        }
        worker.wake(event.provider(), event.integrationId());
    }

    /** Adds a stream to an integration that was connected when there was no such stream. Inside the caller's transaction. */
    void add(Integration integration, UUID grantId, Set<String> granted, Stream<?> stream) {
        begin(
                CurrentTransaction.jdbc(),
                new IntegrationConnected(
                        integration.accountId(), integration.id(), grantId, integration.provider(), granted, false),
                stream,
                null);
    }

    private void begin(JdbcClient jdbc, IntegrationConnected event, Stream<?> stream, @Nullable StreamRow known) {
        boolean allowed = stream.description().allowedBy(event.scopes());
        Instant now = clock.instant();
        StreamState state = allowed ? StreamState.WAITING : StreamState.NOT_ALLOWED;
        String cause = allowed ? null : RunEnd.NOT_GRANTED;
        if (known == null) {
            StreamRepository.insert(jdbc, row(event, stream, state, cause, allowed ? now : null), now);
            return;
        }
        boolean sameAccount = known.grantId().equals(event.grantId());
        if (allowed && sameAccount && known.inStepAt() != null) {
            state = StreamState.IN_STEP;
        }
        StreamRepository.renew(jdbc, known.id(), state, cause, allowed ? now : null);
        if (!sameAccount) {
            RecordRepository.buryAll(jdbc, known.id(), now);
            MalformedItems.dropAll(jdbc, known.id());
            FigureDays.forget(jdbc, known.id());
            StreamRepository.startOver(jdbc, known.id(), event.grantId());
        }
    }

    private StreamRow row(
            IntegrationConnected event,
            Stream<?> stream,
            StreamState state,
            @Nullable String cause,
            @Nullable Instant dueAt) {
        return new StreamRow(
                ids.next(),
                event.accountId(),
                event.integrationId(),
                event.grantId(),
                event.provider(),
                stream.description().name(),
                state,
                cause,
                dueAt,
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                null,
                null,
                false,
                false,
                null,
                null);
    }
}
