package dev.concierge.server.isolation;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of a database as PostgreSQL itself lists them. */
final class Tables {
    private Tables() {}

    /** Every table, partitioned table, view and foreign table of ours; children of a partitioned table left out. */
    static List<String> all(JdbcClient jdbc) {
        return jdbc.sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
                          and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
                        order by c.relname
                        """).query((row, _) -> row.getString(1)).list();
    }

    /** Those with an account's rows. */
    static List<String> personal(JdbcClient jdbc) {
        return jdbc.sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'public'
                          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped)
                        order by c.relname
                        """).query((row, _) -> row.getString(1)).list();
    }

    static List<String> partitions(JdbcClient jdbc) {
        return jdbc.sql("select relname from pg_class where relispartition and relkind = 'r' order by relname")
                .query((row, _) -> row.getString(1))
                .list();
    }

    static List<String> columns(JdbcClient jdbc, String table) {
        return jdbc.sql(
                        "select attname from pg_attribute where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped")
                .param("table", table)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
