package dev.concierge.server.identity.people;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one row of an import.
 *
 * @param line where it stands in the file
 * @param email in canonical form; null when the row has none that can be read
 * @param reason why it was refused; null otherwise
 */
public record RowReport(
        long line,
        @Nullable String email,
        Outcome outcome,
        @Nullable String reason) {
    /** How it ended. */
    public enum Outcome {
        /** A new account. */
        MADE,
        /** An account that was there has another role, state or local id. */
        CHANGED,
        /** It was all so already. */
        SAME,
        /** Nothing of the row was done. */
        REFUSED;

        /** The word of the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RowReport refused(long line, @Nullable String email, String reason) {
        return new RowReport(line, email, Outcome.REFUSED, reason);
    }
}
