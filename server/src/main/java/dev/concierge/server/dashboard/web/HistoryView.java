package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Badge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/analytics/runs}, template {@code dashboard/runs}; its part {@code dashboard/runs-list} is the list alone.
 *
 * @param platforms that runs can be narrowed to
 * @param runs newest first
 * @param here the address of this page of the list
 * @param file the address of all of it as CSV
 * @param newest the address of the first page; null on it
 * @param older the address of the next page; null on the last
 */
public record HistoryView(
        HistoryQuery query,
        List<Choice> platforms,
        List<Run> runs,
        String here,
        String file,
        @Nullable String newest,
        @Nullable String older) {
    public HistoryView {
        platforms = List.copyOf(platforms);
        runs = List.copyOf(runs);
    }

    /** A provider, by id and name. */
    public record Choice(String id, String name) {}

    /** Whether a run of it is under way. */
    public boolean busy() {
        return runs.stream().anyMatch(run -> run.endedAt() == null);
    }

    /**
     * One run.
     *
     * @param account the person's name for it
     * @param platform the provider's name
     * @param manual whether somebody asked for it
     * @param endedAt null while it runs
     * @param kept items that cannot be read and are kept aside
     * @param why it ended as it did; null when there is nothing to say
     */
    public record Run(
            UUID id,
            UUID integrationId,
            String stream,
            String account,
            String platform,
            boolean manual,
            Instant startedAt,
            @Nullable Instant endedAt,
            int pages,
            long added,
            long changed,
            long removed,
            long kept,
            Badge badge,
            @Nullable String why) {
        /** "0.4 s", "48.9 s", "3 min 20 s"; empty while it runs. */
        public String took() {
            if (endedAt == null) {
                return "";
            }
            Duration time = Duration.between(startedAt, endedAt);
            return time.toSeconds() < 60
                    ? String.format(Locale.ENGLISH, "%.1f s", time.toMillis() / 1000.0)
                    : time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }

        /** "14 new, 2 changed", "Nothing new". */
        public String changes() {
            List<String> changes = new ArrayList<>();
            add(changes, added, "new");
            add(changes, changed, "changed");
            add(changes, removed, "gone");
            return changes.isEmpty() ? "Nothing new" : String.join(", ", changes);
        }

        private static void add(List<String> changes, long count, String word) {
            if (count > 0) {
                changes.add(String.format(Locale.ENGLISH, "%,d %s", count, word));
            }
        }
    }
}
