package dev.concierge.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every column of every row of every table as text, each by itself: bytes as hexadecimal, JSON as it stands. */
final class Dump {
    private Dump() {}

    static String of(JdbcClient owner) {
        StringBuilder dump = new StringBuilder();
        List<String> tables = owner.sql("""
                        select format('select concat_ws(E''\\n'', %s) from %I.%I',
                            string_agg(format('%L, %I::text', attname || ':', attname), ', ' order by attnum), nspname, relname)
                        from pg_class c join pg_namespace n on n.oid = relnamespace join pg_attribute on attrelid = c.oid
                        where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema') and attnum > 0 and not attisdropped
                        group by nspname, relname
                        """).query((row, _) -> row.getString(1)).list();
        assertThat(tables).hasSizeGreaterThan(20);
        for (String table : tables) {
            dump.append(table).append('\n');
            owner.sql(table)
                    .query((row, _) -> row.getString(1))
                    .list()
                    .forEach(row -> dump.append(row).append('\n'));
        }
        return dump.toString();
    }
}
