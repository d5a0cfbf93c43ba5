package dev.concierge.server.imports;

import java.util.UUID;

/** What became of a line. */
sealed interface RowOutcome {
    /**
     * Something of it is new.
     *
     * @param newAccount false when only grants were added to an account of an earlier import
     * @param grants how many grants are new
     */
    record Imported(UUID accountId, boolean newAccount, int grants) implements RowOutcome {}

    /** All of it was imported before. */
    record Same(UUID accountId) implements RowOutcome {}

    /** Nothing of it was taken. */
    record Refused(String field, String reason) implements RowOutcome {}
}
