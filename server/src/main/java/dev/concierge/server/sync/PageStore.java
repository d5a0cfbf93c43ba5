package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.sync.streams.FetchOutcome;
import dev.concierge.server.sync.streams.Passing;
import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores a page and its checkpoint in one transaction, or nothing. */
@Component
class PageStore {
    private final AccountScope accounts;
    private final PageRows rows;
    private final SyncSettings settings;
    private final Ids ids;
    private final Clock clock;

    PageStore(AccountScope accounts, PageRows rows, SyncSettings settings, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A page that is to be stored.
     *
     * @param checkpoint where the next one begins, as JSON
     * @param pass the number of the full pass that the stream is in
     * @param passing whether it is in one
     * @param malformed how many items of the stream are kept aside
     */
    record Page(UUID run, FetchOutcome.Page<?> fetched, String checkpoint, long pass, boolean passing, long malformed) {
        boolean begins() {
            return fetched.passing() instanceof Passing.Everything everything && everything.begins();
        }

        boolean everything() {
            return fetched.passing() instanceof Passing.Everything;
        }

        /** Whether what a full pass has seen is needed after this page. */
        boolean inPass() {
            return everything() ? endOf() == null : passing;
        }

        /** The part whose full pass ends with this page. */
        @Nullable
        String endOf() {
            return fetched.passing() instanceof Passing.Everything everything && everything.ends()
                    ? everything.part()
                    : null;
        }
    }

    /** What storing did, the number of the full pass that the stream is in now, and how many items are kept aside now. */
    record Stored(Changes changes, long pass, long malformed) {}

    /** Stores. @return empty when the claim does not stand any more: nothing was stored */
    Optional<Stored> store(Claim claim, StreamRow stream, StreamDescription description, Page page) {
        PageRows.Sorted sorted = rows.sort(page.fetched(), since(description));
        long pass = page.begins() ? page.pass() + 1 : page.pass();
        return accounts.call(claim.accountId(), jdbc -> {
            String checkpoint = page.inPass() ? Checkpoints.inPass(page.checkpoint()) : page.checkpoint();
            if (!StreamRepository.advance(jdbc, claim, checkpoint, pass, settings.lease())) {
                return Optional.empty();
            }
            if (page.begins()) {
                PassPages.clear(jdbc, stream.id());
            }
            Changes changes = write(jdbc, stream, description, page, sorted, pass);
            long malformed = aside(jdbc, stream, page, sorted, pass);
            if (changes.growth() != 0) {
                StreamRepository.count(jdbc, stream.id(), changes.growth());
            }
            RunRepository.page(jdbc, page.run(), changes, sorted.malformed().size());
            return Optional.of(new Stored(changes, pass, malformed));
        });
    }

    private @Nullable Instant since(StreamDescription description) {
        Duration keep = settings.keep(description);
        return keep == null ? null : clock.instant().minus(keep);
    }

    private Changes write(
            JdbcClient jdbc,
            StreamRow stream,
            StreamDescription description,
            Page page,
            PageRows.Sorted sorted,
            long pass) {
        Instant now = clock.instant();
        RecordRepository.Known known =
                RecordRepository.known(jdbc, stream, sorted.present(), page.everything() ? ids.next() : null);
        Changes changes =
                RecordRepository.put(jdbc, stream, description.kind(), known.others(sorted.present()), pass, now);
        long removed = RecordRepository.bury(jdbc, stream, parts(sorted.gone()), upstreamIds(sorted.gone()), now);
        removed += RecordRepository.buryParts(jdbc, stream, page.fetched().goneParts(), now);
        if (page.everything() && !sorted.malformed().isEmpty()) {
            // What is kept aside is still there: its record, from when it could be read, stays.
            PassPages.note(
                    jdbc,
                    stream,
                    ids.next(),
                    sorted.malformed().stream().map(MalformedItems.Row::part).toList(),
                    sorted.malformed().stream()
                            .map(MalformedItems.Row::upstreamId)
                            .toList());
        }
        if (page.endOf() != null) {
            removed += RecordRepository.sweep(jdbc, stream, page.endOf(), pass, now);
            PassPages.clear(jdbc, stream.id());
        }
        return changes.plus(new Changes(0, 0, removed, known.buried()));
    }

    /** @return how many items are kept aside now */
    private long aside(JdbcClient jdbc, StreamRow stream, Page page, PageRows.Sorted sorted, long pass) {
        if (page.malformed() == 0 && sorted.malformed().isEmpty()) {
            return 0;
        }
        List<PageRows.Key> readable = sorted.readable();
        MalformedItems.drop(jdbc, stream.id(), parts(readable), upstreamIds(readable));
        MalformedItems.dropParts(jdbc, stream.id(), page.fetched().goneParts());
        MalformedItems.keep(jdbc, stream, sorted.malformed(), pass, clock.instant());
        if (page.endOf() != null) {
            MalformedItems.sweep(jdbc, stream.id(), page.endOf(), pass);
        }
        return MalformedItems.count(jdbc, stream.id());
    }

    private static List<String> parts(List<PageRows.Key> keys) {
        return keys.stream().map(PageRows.Key::part).toList();
    }

    private static List<String> upstreamIds(List<PageRows.Key> keys) {
        return keys.stream().map(PageRows.Key::upstreamId).toList();
    }
}
