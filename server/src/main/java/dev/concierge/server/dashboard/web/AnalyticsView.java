package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/analytics}, template {@code dashboard/analytics}; the part {@code dashboard/analytics-live} is what it looks at again and again.
 *
 * @param at when it was looked at
 * @param news what the last act did; null when there was none
 * @param notices what needs the person, or soon will
 * @param platforms one for each provider that an account is connected at, what needs the person first
 * @param history what ran; null in the part
 * @param charts what it came to; null in the part
 */
public record AnalyticsView(
        Instant at,
        @Nullable Notice news,
        List<Notice> notices,
        List<Platform> platforms,
        @Nullable HistoryView history,
        @Nullable ChartsView charts) {
    public AnalyticsView {
        notices = List.copyOf(notices);
        platforms = List.copyOf(platforms);
    }

    /**
     * One provider.
     *
     * @param id of the catalog
     * @param open whether its details are shown from the start
     */
    public record Platform(String id, Mark mark, Badge badge, boolean open, List<Account> accounts) {
        public Platform {
            accounts = List.copyOf(accounts);
        }

        public long records() {
            return accounts.stream().mapToLong(Account::records).sum();
        }

        /** When the latest run of any stream ended; null when there was none. */
        public @Nullable Instant lastRunAt() {
            return accounts.stream()
                    .flatMap(account -> account.streams().stream())
                    .map(Stream::lastRunAt)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /**
     * One connected account.
     *
     * @param note what the trouble is and what it means; null when there is none
     * @param action what the person can do about it; null when there is nothing to do
     * @param syncs whether "Sync now" can do anything
     */
    public record Account(
            UUID id,
            String label,
            Badge badge,
            @Nullable String note,
            @Nullable Action action,
            boolean syncs,
            List<Stream> streams) {
        public Account {
            streams = List.copyOf(streams);
        }

        public long records() {
            return streams.stream().mapToLong(Stream::records).sum();
        }

        /** Whether a run is under way, or about to begin. */
        public boolean busy() {
            return streams.stream().anyMatch(Stream::busy);
        }
    }

    /**
     * One stream.
     *
     * @param why what is wrong with it, in a sentence; null when nothing is
     * @param nextRunAt null when none is planned
     * @param busy whether a run is under way, or about to begin
     * @param progress how far the run under way is; null when none is
     * @param action how the person can allow it; null when there is nothing to allow, or no way to
     */
    public record Stream(
            String name,
            long records,
            @Nullable Instant lastRunAt,
            @Nullable Instant nextRunAt,
            Badge badge,
            @Nullable String why,
            boolean busy,
            @Nullable Progress progress,
            @Nullable Action action) {}

    /**
     * How far a run is.
     *
     * @param pages read so far
     * @param items new, changed or gone so far
     */
    public record Progress(int pages, long items) {}

    /** Whether it is worth looking again soon. */
    public boolean busy() {
        return accounts().anyMatch(Account::busy);
    }

    /** How many accounts need nobody and are read to the end. */
    public long inStep() {
        return accounts()
                .filter(account -> account.badge().equals(Badge.inStep()))
                .count();
    }

    public long connected() {
        return accounts().count();
    }

    public long records() {
        return platforms.stream().mapToLong(Platform::records).sum();
    }

    /** Whether "Sync all now" can do anything. */
    public boolean syncs() {
        return accounts().anyMatch(Account::syncs);
    }

    /** When the next run begins; null when none is planned. */
    public @Nullable Instant nextRunAt() {
        return accounts()
                .flatMap(account -> account.streams().stream())
                .map(Stream::nextRunAt)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private java.util.stream.Stream<Account> accounts() {
        return platforms.stream().flatMap(platform -> platform.accounts().stream());
    }
}
