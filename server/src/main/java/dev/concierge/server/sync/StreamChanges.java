package dev.concierge.server.sync;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a person changes about one of their streams: that it rests, that it goes on, how often it runs. */
@Component
public class StreamChanges {
    private final AccountScope accounts;
    private final Streams streams;
    private final SyncWorker worker;
    private final AuditTrail audit;
    private final Clock clock;

    StreamChanges(AccountScope accounts, Streams streams, SyncWorker worker, AuditTrail audit, Clock clock) {
        this.accounts = accounts;
        this.streams = streams;
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
