package dev.concierge.server.sync;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs came to, in four words; each covers some of the outcomes. The table of days counts by the same words. */
public enum RunResult {
    /** Everything was read. */
    COMPLETE("('done')"),
    /** Some of it was read, and the next run goes on; or items that cannot be read were kept aside. */
    IN_PART("('partial', 'continued', 'rate_limited')"),
    /** Something has to change first, here or at the provider. */
    FAILED("('failed', 'no_progress', 'not_allowed', 'interrupted')"),
    /** The connection could not be used, or was paused. */
    STOPPED("('stopped')");

    private final String outcomes;

    RunResult(String outcomes) {
        this.outcomes = outcomes;
    }

    /** The word in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word; empty for any other text. */
    public static Optional<RunResult> of(String word) {
        return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** Its outcomes as SQL has a list: written out, so that the index of runs that did not go well is found. */
    String outcomes() {
        return outcomes;
    }
}
