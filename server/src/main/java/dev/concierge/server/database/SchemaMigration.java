package dev.concierge.server.database;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/**
 * The verb {@code db migrate}: what waits, each migration with the locks it needs or not at all, and what is there afterwards. Two at once take turns; the second finds nothing
 * to do.
 */
final class SchemaMigration {
    private static final int TRIES = 20;

    /** No lock in time, a deadlock, the server ending or not there: a migration in a transaction was rolled back, and can be tried again. */
    private static final Set<String> PASSING =
            Set.of("55P03", "40P01", "57P01", "57P02", "57P03", "08000", "08001", "08003", "08006");

    /** A column, table, index, other object or function of that name. */
    private static final Set<String> ALREADY_THERE = Set.of("42701", "42P07", "42710", "42723");

    private final Flyway flyway;
    private final Pause pause;
    private final PrintStream out;

    SchemaMigration(Flyway flyway, Pause pause, PrintStream out) {
        this.flyway = flyway;
        this.pause = pause;
        this.out = out;
    }

    void run() {
        refuseHalfApplied();
        MigrationInfo[] waiting = flyway.info().pending();
        String before = DatabaseCommands.version(flyway.info().current());
        for (MigrationInfo migration : waiting) {
            out.println("  applies: " + migration.getVersion() + " " + migration.getDescription());
        }
        apply();
        MigrationInfoService after = flyway.info();
        out.println("Schema version " + before + " before, " + DatabaseCommands.version(after.current()) + " now; "
                + (waiting.length - after.pending().length) + " applied.");
    }

    private void apply() {
        for (int attempt = 1; ; attempt++) {
            try {
                refuseHalfApplied();
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                if (has(e, ALREADY_THERE)) {
                    throw new FlywayException(
                            e.getMessage()
                                    + "\nWhat this migration makes is there already: somebody made it by hand, or the history was lost. db diff with a"
                                    + " database of the release before names what is there too much; take that away, and migrate again. Nothing of the migration was kept.",
                            e);
                }
                if (attempt == TRIES || !has(e, PASSING)) {
                    throw e;
                }
                out.println("  try " + attempt + " of " + TRIES
                        + " was rolled back, because a lock was held or the database was away; once more in a second.");
                pause.pass();
            }
        }
    }

    /** A migration outside of a transaction that failed: what it did before stays, and only somebody who looks can say what to do about it. */
    private void refuseHalfApplied() {
        List<MigrationInfo> failed = Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isFailed())
                .toList();
        if (!failed.isEmpty()) {
            MigrationInfo first = failed.getFirst();
            throw new FlywayException(
                    "Migration " + first.getVersion() + " (" + first.getScript()
                            + ") failed half way: it runs outside of a transaction, so what it did stays. db fingerprint and db diff name what is there, an index that failed"
                            + " is \"not valid\": drop it, delete the migration's row from flyway_schema_history (where not success), and migrate again.");
        }
    }

    private static boolean has(Throwable failure, Set<String> states) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && states.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
