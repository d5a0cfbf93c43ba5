package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.integrations.SyncedContent.Needs;
import dev.concierge.server.sync.streams.Kind;
import dev.concierge.server.sync.streams.Stream;
import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An account's own streams, runs and records. */
@Component
public class SyncReader {
    private final AccountScope accounts;
    private final Streams streams;
    private final Clock clock;

    SyncReader(AccountScope accounts, Streams streams, Clock clock) {
        this.accounts = accounts;
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * How a stream is.
     *
     * @param title what people call it
     * @param kind what its records are, one of the words of {@link dev.concierge.server.sync.streams.Kind}; null when this release does not know it
     * @param state {@code waiting, in_step, partial, not_allowed, failed} or {@code no_progress}: how its last run ended; {@code paused} while it rests
     * @param cause why, in one of our words; null when there is nothing to say
     * @param running whether a run is under way
     * @param queued whether somebody asked for a run that is due and has yet to begin
     * @param records how many are stored
     * @param malformed how many items are kept aside because they cannot be read
     * @param every seconds between two runs that go well
     * @param bodies whether what stands in each thing is read, too; null for a stream that never does
     * @param lastRunAt when the last run ended; null when there was none
     * @param inStepAt when it last was read to the end; null when it never was
     * @param nextRunAt null when none is planned
     */
    public record Status(
            UUID integrationId,
            String provider,
            String stream,
            String title,
            @Nullable String kind,
            String state,
            @Nullable String cause,
            boolean running,
            boolean queued,
            long records,
            long malformed,
            long every,
            @Nullable Boolean bodies,
            @Nullable Instant lastRunAt,
            @Nullable Instant inStepAt,
            @Nullable Instant nextRunAt) {
        /** What its records are, for people: "Messages"; the stream's title where this release does not know it. */
        public String kindTitle() {
            return kind == null
                    ? title
                    : Kind.valueOf(kind.toUpperCase(Locale.ROOT)).title();
        }
    }

    /** What a stream needs at its provider; nothing when this release does not know it. */
    public Needs needs(String stream) {
        return streams.needs(stream);
    }

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
     * The account's runs that a filter takes, newest first.
     *
     * @param before the last one of the page before; null for the first page
     */
    public List<SyncRun> runs(UUID accountId, RunFilter filter, SyncRun.@Nullable Position before, int limit) {
        return filter.about() != null && filter.about().isEmpty()
                ? List.of()
                : accounts.call(accountId, jdbc -> RunRepository.list(jdbc, filter, before, limit));
    }

    /** What ran from one day to another and on both of them, by day in UTC, integration and stream; days without any run are left out. */
    public List<RunDay> days(UUID accountId, LocalDate from, LocalDate to) {
        return accounts.call(accountId, jdbc -> RunDays.between(jdbc, from, to));
    }

    /** How many followed, saw and liked what the account has, from one day to another and on both of them, by day in UTC and stream. */
    public List<FigureDay> figures(UUID accountId, LocalDate from, LocalDate to) {
        return accounts.call(accountId, jdbc -> FigureDays.between(jdbc, from, to));
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

    /** How an account's streams are, and how far the runs under way are. */
    public record Progress(List<Status> streams, List<SyncRun> runs) {
        public Progress {
            streams = List.copyOf(streams);
            runs = List.copyOf(runs);
        }
    }

    public Progress progress(UUID accountId) {
        return accounts.call(
                accountId,
                jdbc -> new Progress(
                        StreamRepository.all(jdbc).stream().map(this::status).toList(), RunRepository.open(jdbc)));
    }

    /** One of the account's runs; empty for an id that is none, or of a run that has yet to begin. */
    public Optional<SyncRun> run(UUID accountId, UUID runId) {
        return accounts.call(accountId, jdbc -> RunRepository.find(jdbc, runId));
    }

    /** Whether a run of that id is wanted and has yet to begin. */
    public boolean isWanted(UUID accountId, UUID runId) {
        return accounts.call(accountId, StreamRepository::all).stream().anyMatch(row -> runId.equals(row.askedRun()));
    }

    /**
     * Items of the account that cannot be read, the last seen first.
     *
     * @param before the last one of the page before; null for the first page
     */
    public List<Malformed> malformed(UUID accountId, Malformed.@Nullable Position before, int limit) {
        return accounts.call(accountId, jdbc -> MalformedItems.list(jdbc, before, limit));
    }

    private Status status(StreamRow row) {
        Optional<StreamDescription> description = streams.find(row.name()).map(Stream::description);
        return new Status(
                row.integrationId(),
                row.provider(),
                row.name(),
                streams.title(row.name()),
                description.map(known -> known.kind().word()).orElse(null),
                row.pausedAt() == null ? row.state().word() : "paused",
                row.cause(),
                row.running(),
                row.isQueued(clock.instant()),
                row.records(),
                row.malformed(),
                description.map(row::pause).map(Duration::toSeconds).orElse(0L),
                description
                        .filter(known -> !known.bodies().isEmpty())
                        .map(_ -> row.bodies())
                        .orElse(null),
                row.lastRunAt(),
                row.inStepAt(),
                row.dueAt());
    }
}
