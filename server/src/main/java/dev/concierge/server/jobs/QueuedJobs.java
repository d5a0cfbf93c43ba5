package dev.concierge.server.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of jobs, what is due first in front.
 *
 * @param nextCursor asks for the next page; null at the end
 */
public record QueuedJobs(List<QueuedJob> items, @Nullable String nextCursor) {
    public QueuedJobs {
        items = List.copyOf(items);
    }
}
