package dev.concierge.server.sync;

import dev.concierge.server.sync.streams.Api;
import dev.concierge.server.sync.streams.ApiOutcome;
import dev.concierge.server.sync.streams.FetchOutcome;
import dev.concierge.server.sync.streams.Stream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one stream: fetches page after page and has each stored. Used by one thread, once. */
final class Execution<C> {
    private static final Logger log = LoggerFactory.getLogger(Execution.class);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    private final Claim claim;
    private final StreamRow row;
    private final Stream<C> stream;
    private final UUID run;
    private final EngineParts parts;

    /** Where it had to begin anew in this run. */
    private final Set<String> restarts = new HashSet<>();

    private C checkpoint;
    private String checkpointText;
    private long pass;
    private boolean passing;
    private long malformed;
    private Changes changes = Changes.NONE;

    Execution(Claim claim, StreamRow row, Stream<C> stream, UUID run, EngineParts parts) {
        this.claim = claim;
        this.row = row;
        this.stream = stream;
        this.run = run;
        this.parts = parts;
        this.checkpoint = parts.checkpoints().of(row, stream);
        this.checkpointText = parts.checkpoints().text(checkpoint);
        this.pass = row.pass();
        this.passing = Checkpoints.isInPass(row.checkpoint());
        this.malformed = row.malformed();
    }

    /**
     * Reads on, at least one page.
     *
     * @param timeUp asked after each page
     * @return how it ended; empty when the claim was lost
     */
    Optional<RunEnd> run(Api api, BooleanSupplier timeUp) {
        do {
            RunEnd refusal = parts.gate().refusal(row, stream.description());
            if (refusal != null) {
                return Optional.of(refusal);
            }
            Step step = step(fetch(api));
            if (step.lost() || step.end() != null) {
                return Optional.ofNullable(step.end());
            }
        } while (!timeUp.getAsBoolean());
        return Optional.of(RunEnd.continued());
    }

    /** What this run did to the records so far. */
    Changes changes() {
        return changes;
    }

    /** After one page: go on (neither), end, or let go because the claim is lost. */
    private record Step(boolean lost, @Nullable RunEnd end) {
        static final Step ON = new Step(false, null);
        static final Step LOST = new Step(true, null);

        static Step last(RunEnd end) {
            return new Step(false, end);
        }
    }

    private FetchOutcome<C> fetch(Api api) {
        try {
            return stream.fetchPage(api, checkpoint);
        } catch (RuntimeException e) {
            log.error("stream={} run={} a page could not be read", row.id(), run, e);
            return new FetchOutcome.Interrupted<>(new ApiOutcome.Failed("internal"));
        }
    }

    private Step step(FetchOutcome<C> outcome) {
        return switch (outcome) {
            case FetchOutcome.Page<C> page -> store(page);
            case FetchOutcome.TooOld<C>(C again) -> again(again);
            case FetchOutcome.Interrupted<C>(ApiOutcome.Trouble trouble) -> Step.last(interrupted(trouble));
        };
    }

    /** Begins anew; who has to begin anew at the same place twice in a run never gets further. */
    private Step again(C place) {
        return restarts.add(parts.checkpoints().text(place))
                ? store(FetchOutcome.Page.moved(place))
                : Step.last(RunEnd.noProgress(parts.backoff().after(row.failures())));
    }

    private Step store(FetchOutcome.Page<C> page) {
        String next = parts.checkpoints().text(page.next());
        if (!page.end() && next.equals(checkpointText)) {
            return Step.last(RunEnd.noProgress(parts.backoff().after(row.failures())));
        }
        PageStore.Page whole = new PageStore.Page(run, page, next, pass, passing, malformed);
        Optional<PageStore.Stored> stored = parts.pages().store(claim, row, stream.description(), whole);
        if (stored.isEmpty()) {
            return Step.LOST;
        }
        changes = changes.plus(stored.get().changes());
        pass = stored.get().pass();
        passing = whole.inPass();
        malformed = stored.get().malformed();
        checkpoint = page.next();
        checkpointText = next;
        return page.end() ? Step.last(end()) : Step.ON;
    }

    private RunEnd end() {
        Duration pause = row.pause(stream.description());
        return malformed == 0 ? RunEnd.done(pause) : RunEnd.partial(pause);
    }

    private RunEnd interrupted(ApiOutcome.Trouble trouble) {
        return switch (trouble) {
            case ApiOutcome.Busy(Duration pause) ->
                pause == null
                        ? RunEnd.busy(parts.backoff().after(row.failures()), false)
                        : RunEnd.busy(pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause, true);
            case ApiOutcome.NotAllowed() -> RunEnd.notAllowed();
            case ApiOutcome.Stopped(String cause) -> RunEnd.stopped(cause, row.pause(stream.description()));
            case ApiOutcome.Failed(String cause) ->
                RunEnd.failed(cause, parts.backoff().after(row.failures()));
        };
    }
}
