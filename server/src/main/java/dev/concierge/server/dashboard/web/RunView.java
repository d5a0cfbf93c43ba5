package dev.concierge.server.dashboard.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/analytics/runs/{id}}, template {@code dashboard/run}; its part {@code dashboard/run-facts} is what changes while it runs.
 *
 * @param run null while it waits to begin
 */
public record RunView(UUID id, HistoryView.@Nullable Run run) {
    /** Whether it is worth looking again soon. */
    public boolean busy() {
        return run == null || run.endedAt() == null;
    }
}
