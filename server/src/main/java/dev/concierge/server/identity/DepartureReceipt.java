package dev.concierge.server.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done when an account was deleted. It names nobody and nothing of theirs.
 *
 * @param doneAt null while it is being done
 * @param lines what went, in order
 */
public record DepartureReceipt(
        Instant askedAt, Instant begunAt, @Nullable Instant doneAt, List<Line> lines) {
    /**
     * One thing.
     *
     * @param what "3 API keys", "Google account"
     * @param outcome one sentence about it
     */
    public record Line(String what, String outcome) {}

    public DepartureReceipt {
        lines = List.copyOf(lines);
    }
}
