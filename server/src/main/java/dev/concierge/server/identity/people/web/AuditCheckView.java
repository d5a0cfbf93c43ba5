package dev.concierge.server.identity.people.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/audit-check}: GET {@code /admin/audit/verify}. For htmx the template {@code people/audit-check-latest}.
 *
 * @param latest the newest verification; null before the first
 * @param earlier those before it
 */
public record AuditCheckView(@Nullable Row latest, List<Row> earlier) {
    public AuditCheckView {
        earlier = List.copyOf(earlier);
    }

    /** Whether one runs or waits. */
    public boolean busy() {
        return latest != null && latest.finishedAt() == null;
    }

    /**
     * One verification.
     *
     * @param by a name, or a word
     * @param intact whether nothing was found; false also while it runs
     * @param report a line for each chain that was walked to its end
     * @param finishedAt null while it runs
     */
    public record Row(
            String by,
            Instant askedAt,
            boolean intact,
            int percent,
            long seals,
            long rows,
            List<String> report,
            @Nullable Instant finishedAt) {
        public Row {
            report = List.copyOf(report);
        }
    }
}
