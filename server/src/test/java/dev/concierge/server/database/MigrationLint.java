package dev.concierge.server.database;

import dev.concierge.server.database.MigrationShape.Column;
import dev.concierge.server.database.MigrationShape.Constraint;
import dev.concierge.server.database.MigrationShape.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Looks over PostgreSQL's shoulder while migrations run: what each file did to tables that stood before it, and which locks it held while it did. So it sees through
 * procedures and {@code DO} blocks, too (docs/decisions/0063). It judges what is done, on empty tables; how long it takes on full ones is what the rules know.
 */
final class MigrationLint implements Callback {
    private static final Set<Event> EVENTS =
            Set.of(Event.BEFORE_EACH_MIGRATE, Event.AFTER_EACH_MIGRATE_STATEMENT, Event.AFTER_EACH_MIGRATE);
    private static final Pattern COMMENTS = Pattern.compile("(?s)^(?:\\s|--[^\n]*(?:\n|$)|/\\*.*?\\*/)+");
    private static final Pattern CONCURRENTLY =
            Pattern.compile("(?is)^create\\s+(?:unique\\s+)?index\\s+concurrently\\s.*");
    private static final Pattern CHANGES_ROWS =
            Pattern.compile("(?is)^(?:update|delete|(?:with|do|call|select|merge)\\b.*\\b(?:update|delete))\\b.*");
    private static final Pattern WRITES = Pattern.compile(".*\\bRowExclusiveLock\\b.*");
    /** Modes that somebody who writes a row waits for. */
    private static final Pattern STOPS_WRITERS =
            Pattern.compile(".*\\b(?:ShareLock|ShareRowExclusiveLock|ExclusiveLock|AccessExclusiveLock)\\b.*");

    private static final int LONGEST_WAIT_MILLIS = 10_000;

    private final Predicate<String> judged;
    private final Set<LintFault> faults = new LinkedHashSet<>();
    private final List<String> seen = new ArrayList<>();
    private String file = "";
    private @Nullable MigrationShape before;
    private final Set<Long> knownIndexes = new HashSet<>();

    /** Only files that the predicate takes, by name, are judged. */
    MigrationLint(Predicate<String> judged) {
        this.judged = judged;
    }

    /** What was found, in the order in which it was done. */
    Set<LintFault> faults() {
        return faults;
    }

    /** The files that were looked at, by name. */
    List<String> seen() {
        return seen;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return EVENTS.contains(event)
                && context.getMigrationInfo() != null
                && judged.test(context.getMigrationInfo().getScript());
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "lint";
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            switch (event) {
                case BEFORE_EACH_MIGRATE -> begin(context.getMigrationInfo().getScript(), context.getConnection());
                case AFTER_EACH_MIGRATE_STATEMENT ->
                    judge(COMMENTS.matcher(context.getStatement().getSql()).replaceFirst(""), context.getConnection());
                default -> judgeAll(MigrationShape.of(context.getConnection()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void begin(String script, Connection connection) throws SQLException {
        file = script;
        seen.add(script);
        before = MigrationShape.of(connection);
        knownIndexes.clear();
        knownIndexes.addAll(before.indexes().keySet());
    }

    private MigrationShape stood() {
        if (before == null) {
            throw new IllegalStateException("no migration has begun");
        }
        return before;
    }

    private void judge(String sql, Connection connection) throws SQLException {
        MigrationShape now = MigrationShape.of(connection);
        now.indexes().forEach((id, index) -> {
            boolean built = knownIndexes.add(id);
            if (built && stands(index.table()) && !CONCURRENTLY.matcher(sql).matches()) {
                fault(LintRule.INDEX, "index " + index.name());
            }
        });
        String waits = waits(connection);
        stood().locks(connection).forEach((table, modes) -> {
            if (!waits.isEmpty() && STOPS_WRITERS.matcher(modes).matches()) {
                fault(LintRule.LOCK_TIMEOUT, "table " + table + ", with lock_timeout " + waits);
            }
            if (WRITES.matcher(modes).matches() && CHANGES_ROWS.matcher(sql).matches()) {
                fault(LintRule.ROWS, "rows of " + table);
            }
        });
        if (connection.getAutoCommit() && CHANGES_ROWS.matcher(sql).matches()) {
            fault(LintRule.ROWS, "a statement outside of a transaction");
        }
    }

    /** The session's lock_timeout where it is none or too long; else empty. */
    private static String waits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select setting::int, current_setting('lock_timeout') from pg_settings where name = 'lock_timeout'")) {
            row.next();
            int millis = row.getInt(1);
            return millis == 0 || millis > LONGEST_WAIT_MILLIS ? row.getString(2) : "";
        }
    }

    private void judgeAll(MigrationShape after) {
        judgeTables(after);
        judgeColumns(after);
        after.constraints().forEach((id, constraint) -> {
            if (!stood().constraints().containsKey(id) && stands(constraint.table()) && constraint.checked()) {
                fault(LintRule.CHECKED, "constraint " + constraint.name());
            }
        });
        after.indexes().forEach((id, index) -> {
            if (!stood().indexes().containsKey(id) && stands(index.table()) && !index.valid()) {
                fault(LintRule.INDEX, "index " + index.name() + ", which is not valid");
            }
        });
        stood().routines().values().stream()
                .filter(routine -> !after.routines().containsValue(routine))
                .forEach(routine -> fault(LintRule.DROP, "function " + routine));
    }

    private void judgeTables(MigrationShape after) {
        stood().tables().forEach((id, old) -> {
            Table table = after.tables().get(id);
            if (table == null) {
                fault(LintRule.DROP, old.name());
            } else if (!table.name().equals(old.name())) {
                fault(LintRule.RENAME, old.name() + " to " + table.name());
            } else if (table.file() != old.file()) {
                fault(LintRule.REWRITE, table.name());
            }
        });
    }

    private void judgeColumns(MigrationShape after) {
        stood().columns().forEach((id, old) -> {
            Column column = after.columns().get(id);
            if (column != null) {
                judgeColumn(old, column);
            } else if (after.tables().containsKey(old.table())) {
                fault(LintRule.DROP, named(old));
            }
        });
        after.columns().forEach((id, column) -> {
            if (!stood().columns().containsKey(id) && stands(column.table()) && column.needed() && !column.filled()) {
                fault(LintRule.NEEDED_COLUMN, named(column));
            }
        });
    }

    private void judgeColumn(Column old, Column now) {
        if (!now.name().equals(old.name())) {
            fault(LintRule.RENAME, named(old) + " to " + now.name());
        }
        if (!now.type().equals(old.type())) {
            fault(LintRule.TYPE, named(old) + " from " + old.type() + " to " + now.type());
        }
        if (now.needed() && !old.needed() && !isKnownFull(old)) {
            fault(LintRule.NOT_NULL, named(old));
        }
    }

    /** Whether a check that was validated in an earlier file says that there is no null; PostgreSQL then reads no row. */
    private boolean isKnownFull(Column column) {
        return stood().constraints().values().stream()
                .filter(constraint ->
                        constraint.table() == column.table() && constraint.kind() == 'c' && constraint.checked())
                .map(Constraint::definition)
                .anyMatch(("CHECK ((" + column.name() + " IS NOT NULL))")::equals);
    }

    private String named(Column column) {
        Table table = stood().tables().get(column.table());
        return "column " + (table == null ? "" : table.name() + ".") + column.name();
    }

    private boolean stands(long table) {
        return stood().tables().containsKey(table);
    }

    private void fault(LintRule rule, String what) {
        faults.add(new LintFault(file, rule, what));
    }
}
