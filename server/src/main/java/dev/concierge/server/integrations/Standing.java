package dev.concierge.server.integrations;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an integration is, in the person's words; the same on every page.
 *
 * @param provider the provider's name
 * @param badge two words and an icon
 * @param note what the trouble is and what it means; null when there is none
 * @param endsAt when access ends unless the person renews it, when that is near; null otherwise
 * @param streams what is kept in step
 */
public record Standing(
        Integration integration,
        String provider,
        Mark mark,
        Badge badge,
        @Nullable String note,
        @Nullable Instant endsAt,
        List<SyncedContent.StreamSummary> streams) {
    public Standing {
        streams = List.copyOf(streams);
    }

    /** Whether the person must act, now or before access ends. */
    public boolean needsPerson() {
        return endsAt != null || integration.state() == IntegrationState.NEEDS_RECONNECT;
    }

    /** When the latest run of any stream ended; null when there was none. */
    public @Nullable Instant lastRunAt() {
        return streams.stream()
                .map(SyncedContent.StreamSummary::lastRunAt)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** How many records came from it. */
    public long records() {
        return streams.stream().mapToLong(SyncedContent.StreamSummary::records).sum();
    }
}
