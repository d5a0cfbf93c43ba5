package dev.concierge.server.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes a row of Eve's, as the app role and with her account set, into which something of somebody else's was put, and says how PostgreSQL
 * answered. Each try is a transaction that is rolled back; a superuser opens it, who puts Eve's own row out of the way first.
 */
final class Forgery implements AutoCloseable {
    /** What PostgreSQL answers to a statement that it carries out. */
    static final String DONE = "00000";

    static final String UNIQUE = "23505";

    private static final String FIRST = " order by to_jsonb(t)::text limit 1";

    private final Connection connection;
    private final TwoAccounts two;

    Forgery(TwoAccounts two) throws SQLException {
        this.two = two;
        this.connection = two.world().database().connectAsSuperuser();
        connection.setAutoCommit(false);
    }

    /** Whether the app role may write the column by this right ({@code insert} or {@code update}). */
    boolean may(String right, String table, String column) throws SQLException {
        return text(
                        "select has_column_privilege('concierge_app', cast(? as regclass), ?, ?)::text",
                        table,
                        column,
                        right)
                .equals("true");
    }

    /** These columns, as text, of the account's first row in which they all stand; empty texts where there is none. */
    Map<String, String> values(UUID account, String table, List<String> columns, String predicate) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        String filled = columns.stream().map(column -> column + " is not null").collect(Collectors.joining(" and "));
        for (String column : columns) {
            values.put(
                    column,
                    text(
                            "select " + column + "::text from " + table + " t where account_id = cast(? as uuid) and "
                                    + filled + " and " + predicate + FIRST,
                            account.toString()));
        }
        connection.rollback();
        return values;
    }

    /** The column in the row of Eve's that is inserted and changed here; empty when nothing stands there. */
    String own(String table, String column) throws SQLException {
        String value = text(
                "select coalesce(" + column + "::text, '') from " + table + " t where account_id = cast(? as uuid)"
                        + FIRST,
                eve());
        connection.rollback();
        return value;
    }

    /**
     * Inserts Eve's row with these columns replaced.
     *
     * @param alicesGone whether Alice's rows of the table are taken away before, so that nothing but a foreign key can be in the way
     * @return the SQLSTATE
     */
    String insert(String table, Map<String, String> replaced, boolean alicesGone) throws SQLException {
        try {
            String row = text(
                    "select to_jsonb(t)::text from " + table + " t where account_id = cast(? as uuid)" + FIRST, eve());
            remove(table, "to_jsonb(t) = cast(? as jsonb)", row);
            if (alicesGone) {
                remove(
                        table,
                        "account_id = cast(? as uuid)",
                        two.alice().account.toString());
            }
            String columns = text("""
                    select string_agg(quote_ident(attname), ', ') from pg_attribute
                    where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped and attgenerated = ''
                      and has_column_privilege('concierge_app', attrelid, attnum, 'insert')
                    """, table);
            String changes = text("select jsonb_build_object(" + arguments(replaced) + ")::text", values(replaced));
            becomeEve();
            return state(
                    "insert into " + table + " (" + columns + ") select " + columns
                            + " from jsonb_populate_record(null::" + table + ", cast(? as jsonb) || cast(? as jsonb))",
                    row,
                    changes);
        } finally {
            connection.rollback();
        }
    }

    /** Changes these columns of one of Eve's rows. @return the SQLSTATE */
    String update(String table, Map<String, String> replaced, boolean alicesGone) throws SQLException {
        try {
            String row =
                    text("select ctid::text from " + table + " t where account_id = cast(? as uuid)" + FIRST, eve());
            if (alicesGone) {
                remove(
                        table,
                        "account_id = cast(? as uuid)",
                        two.alice().account.toString());
            }
            String changes = text("select jsonb_build_object(" + arguments(replaced) + ")::text", values(replaced));
            becomeEve();
            String set = replaced.keySet().stream()
                    .map(column -> column + " = n." + column)
                    .collect(Collectors.joining(", "));
            return state(
                    "update " + table + " t set " + set + " from jsonb_populate_record(null::" + table
                            + ", cast(? as jsonb)) n where t.ctid = cast(? as tid)",
                    changes,
                    row);
        } finally {
            connection.rollback();
        }
    }

    private static String arguments(Map<String, String> replaced) {
        return replaced.keySet().stream()
                .map(column -> "'" + column + "', cast(? as text)")
                .collect(Collectors.joining(", "));
    }

    private static String[] values(Map<String, String> replaced) {
        return replaced.values().toArray(String[]::new);
    }

    private String eve() {
        return two.eve().account.toString();
    }

    /** Without triggers, so that what hangs on the row stays. */
    private void remove(String table, String where, String value) throws SQLException {
        execute("set local session_replication_role = replica");
        try (PreparedStatement delete = connection.prepareStatement("delete from " + table + " t where " + where)) {
            delete.setString(1, value);
            delete.executeUpdate();
        }
        execute("set local session_replication_role = origin");
    }

    private void becomeEve() throws SQLException {
        text("select set_config('concierge.account_id', ?, true)", eve());
        execute("set local role concierge_app");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String state(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            int rows = statement.executeUpdate();
            execute("set constraints all immediate");
            return rows == 1 ? DONE : "no row";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private String text(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
