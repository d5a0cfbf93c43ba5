package dev.concierge.server.audit;

import dev.concierge.server.database.SystemScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.support.AbstractSqlTypeValue;
import org.springframework.stereotype.Repository;

/** Writes vends, many in one statement. The same rows may be written again when it is not known whether they were. */
@Repository
class VendRepository {
    private final SystemScope system;

    VendRepository(SystemScope system) {
        this.system = system;
    }

    void insert(List<VendRow> rows) {
        system.run(jdbc -> jdbc.sql("""
                        insert into audit_vends (id, era, account_id, occurred_at, actor, grant_id, integration_id, address_hash, mac)
                        select v.id, e.number, v.account_id, v.occurred_at, v.actor, v.grant_id, v.integration_id, v.address_hash, v.mac
                        from unnest(:ids, :accounts, :times, :actors, :grants, :integrations, :addresses, :macs)
                             as v (id, account_id, occurred_at, actor, grant_id, integration_id, address_hash, mac),
                             era e
                        on conflict do nothing
                        """)
                .param("ids", array("uuid", rows, row -> row.id))
                .param("accounts", array("uuid", rows, row -> row.vend.accountId()))
                .param("times", array("timestamptz", rows, row -> row.at.toString()))
                .param("actors", array("text", rows, row -> row.vend.actor()))
                .param("grants", array("uuid", rows, row -> row.vend.grantId()))
                .param("integrations", array("uuid", rows, row -> row.vend.integrationId()))
                .param("addresses", array("bytea", rows, row -> row.addressHash))
                .param("macs", array("bytea", rows, row -> row.mac.bytes()))
                .update());
    }

    /** Makes the partitions around a day, where they are missing. */
    int makePartitions(LocalDate day) {
        return system.call(jdbc -> jdbc.sql("select make_vend_partitions(:day)")
                .param("day", day)
                .query(Integer.class)
                .single());
    }

    /** Drops the partitions of the days before, when all their rows are sealed. */
    int dropPartitions(LocalDate keepFrom) {
        return system.call(jdbc -> jdbc.sql("select drop_vend_partitions(:day)")
                .param("day", keepFrom)
                .query(Integer.class)
                .single());
    }

    static LocalDate day(VendRow row) {
        return row.at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Object array(String type, List<VendRow> rows, Function<VendRow, @Nullable Object> value) {
        @Nullable Object[] values = type.equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return new AbstractSqlTypeValue() {
            @Override
            protected Object createTypeValue(Connection connection, int sqlType, @Nullable String typeName)
                    throws SQLException {
                return connection.createArrayOf(type, values);
            }
        };
    }
}
