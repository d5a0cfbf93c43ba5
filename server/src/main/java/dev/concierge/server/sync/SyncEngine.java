package dev.concierge.server.sync;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.sync.streams.ShowsFigures;
import dev.concierge.server.sync.streams.Stream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs one claimed stream: page after page, each stored with its checkpoint before the next is asked for, until everything is read, something is
 * in the way, or its time is up. All of it for the account that the stream belongs to, and never inside a transaction while the provider is waited
 * for. A crash loses at most the page that was on its way.
 */
@Component
class SyncEngine {
    private static final Logger log = LoggerFactory.getLogger(SyncEngine.class);

    private final AccountScope accounts;
    private final Streams streams;
    private final Catalog catalog;
    private final ProviderApis apis;
    private final EngineParts parts;
    private final SyncMetrics metrics;
    private final Ids ids;
    private final Clock clock;

    SyncEngine(
            AccountScope accounts,
            Streams streams,
            Catalog catalog,
            ProviderApis apis,
            EngineParts parts,
            SyncMetrics metrics,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.streams = streams;
        this.catalog = catalog;
        this.apis = apis;
        this.parts = parts;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Runs what was claimed and gives the claim back. Never inside a transaction.
     *
     * @param timeUp asked after each page: whether the rest has to wait for another claim
     */
    void run(Claim claim, BooleanSupplier timeUp) {
        StreamRow row = accounts.call(claim.accountId(), jdbc -> take(claim));
        if (row == null) {
            log.debug("stream={} was claimed again before it began", claim.streamId());
            return;
        }
        Stream<?> stream = streams.find(row.name()).orElse(null);
        if (stream == null || catalog.find(row.provider()).isEmpty()) {
            // Another release knows it. It is due for that one when this claim's lease ends.
            log.debug("stream={} is not known to this release", claim.streamId());
            return;
        }
        Set<String> granted = parts.gate().granted(row.accountId(), row.integrationId());
        RunEnd refusal = refusal(row, stream, granted);
        if (refusal != null) {
            finish(claim, row, row.askedRun() == null ? null : open(row, row.askedRun()), refusal);
            return;
        }
        execute(claim, row, stream, granted, timeUp);
    }

    private @Nullable StreamRow take(Claim claim) {
        return accounts.<@Nullable StreamRow>call(claim.accountId(), jdbc -> {
            Optional<StreamRow> row = StreamRepository.lock(jdbc, claim);
            row.ifPresent(found -> StreamRepository.begin(jdbc, found.id()));
            return row.orElse(null);
        });
    }

    private @Nullable RunEnd refusal(StreamRow row, Stream<?> stream, Set<String> granted) {
        RunEnd closed = parts.gate().refusal(row, stream.description());
        return closed == null && !stream.description().allowedBy(granted) ? RunEnd.notGranted() : closed;
    }

    private <C> void execute(
            Claim claim, StreamRow row, Stream<C> stream, Set<String> granted, BooleanSupplier timeUp) {
        Instant began = clock.instant();
        UUID run = begin(row);
        Execution<C> execution = new Execution<>(claim, row, stream, run, parts);
        String chosen = parts.gate().chosen(row.accountId(), row.integrationId());
        Optional<RunEnd> end =
                execution.run(apis.of(claim, row, catalog.require(row.provider()), stream, granted, chosen), timeUp);
        metrics.stored(row, execution.changes());
        if (end.isEmpty() || !finish(claim, row, run, end.get())) {
            log.info("stream={} run={} lost its claim; what was not stored is dropped", row.id(), run);
            return;
        }
        metrics.ran(row, end.get().outcome(), Duration.between(began, clock.instant()));
        log.info(
                "stream={} name={} run={} outcome={} cause={} added={} changed={} removed={}",
                row.id(),
                row.name(),
                run,
                end.get().outcome().word(),
                end.get().cause(),
                execution.changes().added(),
                execution.changes().changed(),
                execution.changes().removed());
    }

    private UUID begin(StreamRow row) {
        Instant asked = row.askedAt();
        return asked != null && accounts.<Boolean>call(row.accountId(), jdbc -> isCutOff(jdbc, row))
                ? goOn(row, asked)
                : open(row, row.askedRun() == null ? ids.next() : row.askedRun());
    }

    /** A run that goes on where another one was cut off does not read anew what that one had read: what was asked for is left to the run after it. */
    private UUID goOn(StreamRow row, Instant asked) {
        UUID run = ids.next();
        accounts.run(row.accountId(), jdbc -> {
            StreamRepository.askStill(jdbc, row.id(), asked);
            RunRepository.open(jdbc, run, row, clock.instant());
        });
        return run;
    }

    /** Whether its last run did not come to its end: the node died, or its time was up. */
    private static boolean isCutOff(JdbcClient jdbc, StreamRow row) {
        boolean timeUp = row.failures() == 0
                && row.lastRunAt() != null
                && !row.lastRunAt().equals(row.inStepAt());
        return timeUp || RunRepository.isOpen(jdbc, row.id());
    }

    private UUID open(StreamRow row, UUID run) {
        accounts.run(row.accountId(), jdbc -> {
            // The stream first, then its runs: whoever ends a connection locks them in this order.
            StreamRepository.begun(jdbc, row.id());
            RunRepository.open(jdbc, run, row, clock.instant());
        });
        return run;
    }

    /** @return whether the claim still stood */
    private boolean finish(Claim claim, StreamRow row, @Nullable UUID run, RunEnd end) {
        Instant now = clock.instant();
        Instant next = end.pause() == null ? null : now.plus(end.pause());
        return accounts.call(row.accountId(), jdbc -> {
            boolean stood = StreamRepository.release(jdbc, claim, end, next, now);
            if (stood && run != null) {
                RunRepository.end(jdbc, run, end, now);
            }
            if (stood && end.complete()) {
                count(jdbc, row, now);
            }
            return stood;
        });
    }

    /** What was read is whole: its figures are those of the day. */
    private void count(JdbcClient jdbc, StreamRow row, Instant now) {
        streams.find(row.name())
                .filter(ShowsFigures.class::isInstance)
                .map(ShowsFigures.class::cast)
                .ifPresent(stream ->
                        FigureDays.count(jdbc, row.id(), LocalDate.ofInstant(now, ZoneOffset.UTC), stream.figures()));
    }
}
