package dev.concierge.server.imports;

/**
 * What became of the lines so far.
 *
 * @param lines lines read, the first one and blank ones left out
 * @param imported of which something is new
 * @param same imported before
 * @param refused not taken
 * @param accounts new accounts
 * @param grants new grants
 */
public record ImportSummary(long lines, long imported, long same, long refused, long accounts, long grants) {
    static final ImportSummary NONE = new ImportSummary(0, 0, 0, 0, 0, 0);

    /** Whether every line is in. */
    public boolean complete() {
        return refused == 0;
    }

    ImportSummary and(RowOutcome outcome) {
        return switch (outcome) {
            case RowOutcome.Imported(var _, boolean newAccount, int more) ->
                new ImportSummary(
                        lines + 1, imported + 1, same, refused, accounts + (newAccount ? 1 : 0), grants + more);
            case RowOutcome.Same _ -> new ImportSummary(lines + 1, imported, same + 1, refused, accounts, grants);
            case RowOutcome.Refused _ -> new ImportSummary(lines + 1, imported, same, refused + 1, accounts, grants);
        };
    }
}
