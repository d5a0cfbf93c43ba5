package dev.concierge.server.imports;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.identity.ImportRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The verb {@code import}: line by line, each in a transaction of its own, with a report. Killed, it is run again, and what is in already is found
 * as it stands. Memory does not grow with the file.
 */
@Component
public class FileImport {
    private final RowImport rows;
    private final AuditTrail audit;
    private final ImportSettings settings;

    FileImport(RowImport rows, AuditTrail audit, ImportSettings settings) {
        this.rows = rows;
        this.audit = audit;
        this.settings = settings;
    }

    /** Is told how far it is, after each line. */
    @FunctionalInterface
    public interface Progress {
        /** @param share of the file that is read, 0 to 1 */
        void at(ImportSummary soFar, double share);
    }

    /**
     * Imports a file, or only tries to.
     *
     * @param report is written anew
     * @param rehearse true to change nothing but the report. A line is tried against what is in the database, not against the lines before it
     * @throws ImportRefused when the first line does not say what the file is
     * @throws IllegalArgumentException when {@code LEGACY_ENCRYPTION_KEY} is needed and missing or unfit
     * @throws IOException when the file cannot be read, or the report not be written
     */
    public ImportSummary run(Path file, Path report, boolean rehearse, Progress progress) throws IOException {
        long size = Math.max(1, Files.size(file));
        try (BoundedLines lines = new BoundedLines(Files.newInputStream(file))) {
            BoundedLines.Line first = lines.next().orElseThrow(() -> new ImportRefused("line", "The file is empty."));
            RowReader reader = RowReader.byHeader(first, settings.legacyKeys());
            ImportSummary summary = ImportSummary.NONE;
            try (ImportReport written = ImportReport.to(report)) {
                for (Optional<BoundedLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (!line.get().isBlank()) {
                        RowOutcome outcome = row(reader, line.get(), rehearse);
                        written.write(line.get().number(), outcome);
                        summary = summary.and(outcome);
                        progress.at(summary, Math.min(1.0, lines.bytes() / (double) size));
                    }
                }
            }
            if (!rehearse) {
                settle(summary);
            }
            return summary;
        }
    }

    private RowOutcome row(RowReader reader, BoundedLines.Line line, boolean rehearse) {
        try {
            return rows.run(reader.read(line), rehearse);
        } catch (ImportRefused e) {
            return new RowOutcome.Refused(e.field(), e.reason());
        }
    }

    /** The one commit that waits for the disk: everything before it is there then, too. */
    private void settle(ImportSummary summary) {
        audit.recordAlone(AuditEvent.done(null, "operator", "import.run", null)
                .with("lines", Long.toString(summary.lines()))
                .with("imported", Long.toString(summary.imported()))
                .with("same", Long.toString(summary.same()))
                .with("refused", Long.toString(summary.refused()))
                .with("accounts", Long.toString(summary.accounts()))
                .with("grants", Long.toString(summary.grants())));
    }
}
