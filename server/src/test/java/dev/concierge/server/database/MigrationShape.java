package dev.concierge.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the catalog holds at one moment inside a migration, by OID, so that what was renamed is told from what was dropped. */
record MigrationShape(
        Map<Long, Table> tables,
        Map<String, Column> columns,
        Map<Long, Constraint> constraints,
        Map<Long, Index> indexes,
        Map<Long, String> routines) {

    /** A table, view or sequence; {@code file} is its storage, another one when its rows were written anew. */
    record Table(String name, long file) {}

    /** A column that is not dropped. */
    record Column(long table, String name, String type, boolean needed, boolean filled) {}

    record Constraint(long table, String name, char kind, boolean checked, String definition) {}

    record Index(long table, String name, boolean valid) {}

    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    static MigrationShape of(Connection connection) throws SQLException {
        return new MigrationShape(
                read(connection, """
                        select c.oid, c.relname, c.relfilenode from pg_class c
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
                        """, row -> row.getLong(1), row -> new Table(row.getString(2), row.getLong(3))),
                read(
                        connection,
                        """
                        select a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                               a.atthasdef or a.attidentity <> '' or a.attgenerated <> ''
                        from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
                        """,
                        row -> row.getLong(1) + "." + row.getInt(2),
                        row -> new Column(
                                row.getLong(1),
                                row.getString(3),
                                row.getString(4),
                                row.getBoolean(5),
                                row.getBoolean(6))),
                read(
                        connection,
                        """
                        select k.oid, k.conrelid, k.conname, k.contype, k.convalidated, pg_get_constraintdef(k.oid) from pg_constraint k
                        where k.connamespace = 'public'::regnamespace and k.conrelid <> 0 and k.contype in ('c', 'f')
                        """,
                        row -> row.getLong(1),
                        row -> new Constraint(
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4).charAt(0),
                                row.getBoolean(5),
                                row.getString(6))),
                read(
                        connection,
                        """
                        select i.indexrelid, i.indrelid, c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid
                        where c.relnamespace = 'public'::regnamespace
                        """,
                        row -> row.getLong(1),
                        row -> new Index(row.getLong(2), row.getString(3), row.getBoolean(4))),
                read(
                        connection,
                        "select p.oid, p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace",
                        row -> row.getLong(1),
                        row -> row.getString(2)));
    }

    private static <K extends Comparable<K>, T> Map<K, T> read(
            Connection connection, String sql, Row<K> key, Row<T> value) throws SQLException {
        Map<K, T> found = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.put(key.of(rows), value.of(rows));
            }
        }
        return found;
    }

    /** Locks of this session on tables that stood before, by name, with their modes: what other sessions wait for now. */
    Map<String, String> locks(Connection connection) throws SQLException {
        Map<String, String> locks = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                        select l.relation::bigint, string_agg(l.mode, ' ') from pg_locks l
                        where l.pid = pg_backend_pid() and l.granted and l.locktype = 'relation' and l.database <> 0 group by l.relation order by 1
                        """);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Table table = tables.get(rows.getLong(1));
                if (table != null) {
                    locks.put(table.name(), rows.getString(2));
                }
            }
        }
        return locks;
    }
}
