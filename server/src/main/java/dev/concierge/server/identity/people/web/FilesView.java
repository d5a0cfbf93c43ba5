package dev.concierge.server.identity.people.web;

import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/files}: GET {@code /admin/people/files}, and the answer of POST {@code /admin/people/files/import}.
 *
 * @param report what came of the file; null before one was sent
 * @param importError one sentence about the file that was sent, or null
 * @param exportError one sentence about the export that was asked for, or null
 */
public record FilesView(
        List<Notice> notices,
        FreshProof.Asked proof,
        @Nullable Report report,
        @Nullable String importError,
        @Nullable String exportError) {
    public FilesView {
        notices = List.copyOf(notices);
    }

    /**
     * The file, row by row.
     *
     * @param dryRun whether nothing was written
     * @param refused the rows that were refused, the first 200 of them
     */
    public record Report(
            boolean dryRun,
            long made,
            long changed,
            long same,
            long refusedRows,
            @Nullable String fault,
            List<Refused> refused) {
        public Report {
            refused = List.copyOf(refused);
        }
    }

    public record Refused(long line, @Nullable String email, String reason) {}
}
