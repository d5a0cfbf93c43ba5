package dev.concierge.server.database;

/**
 * One thing that a migration must not do.
 *
 * @param what of the database, by its name
 */
record LintFault(String file, LintRule rule, String what) {
    @Override
    public String toString() {
        return file + ": " + what + ": " + rule.why() + ". If it is right here: -- Allow " + rule.word()
                + ": and the reason.";
    }
}
