package dev.concierge.server.sync;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.streams.Stream;
import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a person changes about one of their streams: that it rests, that it goes on, how often it runs, how much it reads. */
@Component
public class StreamChanges {
    private final AccountScope accounts;
    private final Streams streams;
    private final IntegrationGate gate;
    private final SyncWorker worker;
    private final AuditTrail audit;
    private final Clock clock;

    StreamChanges(
            AccountScope accounts,
            Streams streams,
            IntegrationGate gate,
            SyncWorker worker,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.streams = streams;
        this.gate = gate;
        this.worker = worker;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A stream of an account, and who changes it.
     *
     * @param actor for the trail, such as {@code person:<id>}
     */
    public record Which(UUID accountId, String actor, UUID integrationId, String stream) {}

    /** How it is set. @throws ProblemException {@code not-found} when the account has no such stream, or this release does not know it */
    public StreamSettings settings(Which which) {
        Set<String> granted = gate.granted(which.accountId(), which.integrationId());
        StreamRow row = accounts.call(which.accountId(), jdbc -> require(jdbc, which));
        StreamDescription stream = streams.find(row.name())
                .map(Stream::description)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such stream of yours."));
        return new StreamSettings(
                stream.every(),
                row.every(),
                row.pausedAt() != null,
                row.bodies(),
                !stream.bodies().isEmpty(),
                stream.offersBodies(granted));
    }

    /**
     * Lets it rest. A run under way ends at the page it is at. Nothing happens to one that rests already.
     *
     * @throws ProblemException {@code not-found} when the account has no such stream
     */
    public void pause(Which which) {
        accounts.run(which.accountId(), jdbc -> {
            StreamRow row = require(jdbc, which);
            if (StreamRepository.rest(jdbc, row.id(), clock.instant())) {
                RunRepository.cut(jdbc, row.id(), "paused", clock.instant());
                record(which, "sync.pause", "");
            }
        });
    }

    /** Has it go on where it was, at once. @throws ProblemException {@code not-found} when the account has no such stream */
    public void resume(Which which) {
        accounts.run(which.accountId(), jdbc -> {
            StreamRow row = require(jdbc, which);
            if (StreamRepository.goOn(jdbc, row.id(), clock.instant())) {
                worker.wake(row.provider(), row.integrationId());
                record(which, "sync.resume", "");
            }
        });
    }

    /**
     * Sets the pause between two runs that go well.
     *
     * @param every null for the stream's own
     * @throws ProblemException {@code not-found} when the account has no such stream, {@code invalid-input} for less than a minute or more than a day
     */
    public void every(Which which, @Nullable Duration every) {
        if (every != null
                && (every.compareTo(StreamDescription.LEAST_PAUSE) < 0
                        || every.compareTo(StreamDescription.LONGEST_PAUSE) > 0)) {
            throw new ProblemException(
                            ProblemType.INVALID_INPUT, "A stream runs once a minute at most, and once a day at least.")
                    .with("field", "every");
        }
        accounts.run(which.accountId(), jdbc -> {
            StreamRow row = require(jdbc, which);
            Duration own = streams.find(row.name())
                    .map(stream -> stream.description().every())
                    .orElse(StreamDescription.LONGEST_PAUSE);
            StreamRepository.every(jdbc, row.id(), every, every == null ? own : every, clock.instant());
            record(which, "sync.schedule", every == null ? "default" : every.toString());
        });
    }

    /**
     * Has what stands in each thing read, too, or not any more; either way everything is read anew at once. What was read with it is deleted in the same
     * moment in which it is not wanted any more. Nothing happens when it is so already.
     *
     * @throws ProblemException {@code not-found} when the account has no such stream, {@code conflict} for one that never does, or when the provider was
     *     not asked to allow it
     */
    public void bodies(Which which, boolean wanted) {
        Set<String> granted = gate.granted(which.accountId(), which.integrationId());
        accounts.run(which.accountId(), jdbc -> {
            StreamRow row = require(jdbc, which);
            if (row.bodies() == wanted) {
                return;
            }
            if (wanted) {
                requireBodies(row, granted);
            } else {
                RecordRepository.buryAll(jdbc, row.id(), clock.instant());
                MalformedItems.dropAll(jdbc, row.id());
            }
            StreamRepository.bodies(jdbc, row.id(), wanted, clock.instant());
            RunRepository.cut(jdbc, row.id(), "read_anew", clock.instant());
            worker.wake(row.provider(), row.integrationId());
            record(which, wanted ? "sync.bodies_on" : "sync.bodies_off", "");
        });
    }

    private void requireBodies(StreamRow row, Set<String> granted) {
        StreamDescription stream =
                streams.find(row.name()).map(Stream::description).orElse(null);
        if (stream == null || stream.bodies().isEmpty()) {
            throw new ProblemException(ProblemType.CONFLICT, "This stream reads no more than it does.");
        }
        if (!stream.offersBodies(granted)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "What was allowed at the provider is not enough to read what stands in each thing; allow it there first.");
        }
    }

    private static StreamRow require(JdbcClient jdbc, Which which) {
        return StreamRepository.of(jdbc, which.integrationId()).stream()
                .filter(row -> row.name().equals(which.stream()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such stream of yours."));
    }

    private void record(Which which, String action, String every) {
        AuditEvent event = AuditEvent.done(
                        which.accountId(), which.actor(), action, "integration:" + which.integrationId())
                .with("stream", which.stream());
        audit.record(every.isEmpty() ? event : event.with("every", every));
    }
}
