package dev.concierge.server.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of the isolated tables as PostgreSQL itself lists them: which column points at whose row, and what must be there only once. */
final class Keys {
    /** Columns whose name does not say where they point. */
    private static final Map<String, String> NAMES = Map.of(
            "audit_subjects.event_id",
            "audit_events.id",
            "idempotency_keys.caller_id",
            "api_keys.key_id",
            "receipts.revocation_id",
            "pending_revocations.id",
            "streams.asked_run",
            "runs.id");

    private final JdbcClient owner;

    Keys(JdbcClient owner) {
        this.owner = owner;
    }

    /** A column that holds the key of another table's row, with or without a foreign key that says so. */
    record Reference(String table, String column, String target, String targetColumn) {
        @Override
        public String toString() {
            return table + "." + column + " at " + target + "." + targetColumn;
        }
    }

    /**
     * A unique index of an isolated table.
     *
     * @param columns without the account
     * @param ownId whether the row's own random id is one of them, so that it says nothing about any other row
     * @param predicate which rows it holds
     */
    record Unique(String name, String table, List<String> columns, boolean ownId, String predicate) {
        @Override
        public String toString() {
            return name + " on " + table + " " + columns;
        }
    }

    /** @throws AssertionError for a column of type uuid of which nobody can tell where it points */
    List<Reference> references() {
        List<Reference> all = new ArrayList<>();
        List<String> personal = Tables.personal(owner);
        for (String table : personal) {
            for (String column : Tables.columns(owner, table)) {
                if (!column.equals("account_id")) {
                    foreignKey(table, column)
                            .or(() -> byName(table, column))
                            .filter(found -> !found.target().equals(table) && personal.contains(found.target()))
                            .ifPresent(all::add);
                }
            }
        }
        return all;
    }

    List<Unique> uniques() {
        List<Unique> all = new ArrayList<>();
        for (String table : Tables.personal(owner)) {
            owner.sql("""
                            select c.relname as name, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true') as predicate,
                                   array(select a.attname::text from unnest(i.indkey) k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k
                                         where a.attname <> 'account_id') as columns
                            from pg_index i join pg_class c on c.oid = i.indexrelid
                            where i.indrelid = cast(:table as regclass) and i.indisunique
                            order by 1
                            """).param("table", table).query(row -> {
                List<String> columns =
                        List.of((String[]) row.getArray("columns").getArray());
                boolean ownId = columns.stream().anyMatch(column -> isOwnId(table, column));
                all.add(new Unique(row.getString("name"), table, columns, ownId, row.getString("predicate")));
            });
        }
        return all;
    }

    private Optional<Reference> foreignKey(String table, String column) {
        return owner.sql("""
                        select t.relname as target, ta.attname as target_column
                        from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) as k (own, foreign_one)
                             join pg_class t on t.oid = c.confrelid
                             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
                             join pg_attribute ta on ta.attrelid = c.confrelid and ta.attnum = k.foreign_one
                        where c.contype = 'f' and c.conrelid = cast(:table as regclass) and a.attname = :column
                        limit 1
                        """)
                .param("table", table)
                .param("column", column)
                .query((row, _) ->
                        new Reference(table, column, row.getString("target"), row.getString("target_column")))
                .optional();
    }

    /** A column that is called as a table is, or as a table's key is. */
    private Optional<Reference> byName(String table, String column) {
        if (column.equals("id") || !type(table, column).equals("uuid") || isOwnId(table, column)) {
            return Optional.empty();
        }
        String known = NAMES.get(table + "." + column);
        if (known != null) {
            String[] parts = known.split("\\.", 2);
            return Optional.of(new Reference(table, column, parts[0], parts[1]));
        }
        String plural = column.replaceFirst("_id$", "s");
        for (String target : Tables.personal(owner)) {
            for (String key : List.of(column, "id")) {
                if (isOwnId(target, key) && (key.equals(column) || target.equals(plural))) {
                    return Optional.of(new Reference(table, column, target, key));
                }
            }
        }
        throw new AssertionError("The matrix cannot tell at whose rows " + table + "." + column
                + " points. Give it a foreign key that begins with account_id, or add it to Keys.NAMES.");
    }

    /** The whole primary key but the account, of type uuid, and no other table's key. */
    private boolean isOwnId(String table, String column) {
        return !NAMES.containsKey(table + "." + column)
                && type(table, column).equals("uuid")
                && foreignKey(table, column).isEmpty()
                && owner.sql("""
                                select array(select a.attname::text from unnest(i.indkey) k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k
                                             where a.attname <> 'account_id') = array[cast(:column as text)]
                                from pg_index i where i.indrelid = cast(:table as regclass) and i.indisprimary
                                """)
                        .param("table", table)
                        .param("column", column)
                        .query(Boolean.class)
                        .optional()
                        .orElse(false);
    }

    private String type(String table, String column) {
        return owner.sql(
                        "select coalesce(max(atttypid::regtype::text), '') from pg_attribute where attrelid = cast(:table as regclass) and attname = :column")
                .param("table", table)
                .param("column", column)
                .query(String.class)
                .single();
    }
}
