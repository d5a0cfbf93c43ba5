package dev.concierge.server.database;

/** What a migration must not do to a database that is in use, and what to do instead. */
enum LintRule {
    UNDO("undo", "says nowhere how it is undone: a comment 'Undo: …' says how, and what is lost"),
    INDEX(
            "index",
            "writers wait while an index is built: CREATE INDEX CONCURRENTLY, in a file of its own; a key is then added USING INDEX"),
    NEEDED_COLUMN("needed-column", "what the release before inserts has no value for it: give it a default"),
    NOT_NULL(
            "not-null",
            "all rows are read while nobody can do anything: first a CHECK (… IS NOT NULL) NOT VALID, in the next file VALIDATE, then this"),
    CHECKED("checked", "all rows are read while writers wait: add it NOT VALID and validate it in the next file"),
    REWRITE("rewrite", "all rows are written anew while nobody can do anything: a new column, filled in pieces"),
    TYPE("type", "the release before expects the old type: a new column, filled in pieces"),
    RENAME("rename", "the release before knows the old name: a new one beside it"),
    DROP("drop", "the release before may use it: the release that stops to use it comes first, this one after"),
    ROWS("rows", "all rows in one transaction hold up who writes them, and leave as many dead: in pieces, by a job"),
    LOCK_TIMEOUT("lock-timeout", "who waits for such a lock holds up everybody behind: leave lock_timeout as it is");

    private final String word;
    private final String why;

    LintRule(String word, String why) {
        this.word = word;
        this.why = why;
    }

    /** How a comment names it. */
    String word() {
        return word;
    }

    String why() {
        return why;
    }
}
