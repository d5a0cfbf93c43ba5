package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /integrations/{id}/streams/{stream}}, template {@code dashboard/stream}.
 *
 * @param stream its name, as addresses have it
 * @param title its name, for people
 * @param account what the connection is called
 * @param why why it is not in step; null when there is nothing to say
 * @param kept items that are kept aside, because they cannot be read
 * @param lastRunAt when the last run ended; null when there was none
 * @param inStepAt when it last was read to the end; null when it never was
 * @param nextRunAt null when none is planned
 * @param paused whether it rests
 * @param paces how often it can run
 * @param bodies null for a stream that never reads what stands in each thing
 * @param saved whether a change was made just now
 */
public record StreamView(
        UUID integration,
        String stream,
        String title,
        Mark mark,
        String account,
        Badge badge,
        @Nullable String why,
        long records,
        long kept,
        @Nullable Instant lastRunAt,
        @Nullable Instant inStepAt,
        @Nullable Instant nextRunAt,
        boolean paused,
        List<Pace> paces,
        @Nullable Bodies bodies,
        boolean saved) {
    public StreamView {
        paces = List.copyOf(paces);
    }

    /**
     * How often it can run.
     *
     * @param value ISO 8601; empty for the stream's own
     * @param label "Every hour"
     */
    public record Pace(String value, String label, boolean chosen) {}

    /**
     * Whether what stands in each thing is read.
     *
     * @param wanted whether the person asked for it
     * @param allowed whether what was allowed at the provider is enough for it
     */
    public record Bodies(boolean wanted, boolean allowed) {}

    /** Where it stands, and its forms below. */
    public String path() {
        return "/integrations/" + integration + "/streams/" + stream;
    }
}
