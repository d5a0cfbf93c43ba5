package dev.concierge.server.audit;

import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.support.AbstractSqlTypeValue;
import org.springframework.stereotype.Repository;

/**
 * Writes vends and counts them, many in one statement. The same rows may be written again when it is not known whether they were; only those that were not
 * there are counted.
 */
@Repository
class VendRepository {
    private static final Logger log = LoggerFactory.getLogger(VendRepository.class);

    /** Nodes that count in different slots do not wait for each other; two in the same one do, for the length of a commit. */
    private static final int SLOTS = 64;

    private final SystemScope system;
    private final int slot;

    @Autowired
    VendRepository(SystemScope system, Ids ids) {
        this(system, 1 + Math.floorMod(ids.next().hashCode(), SLOTS));
    }

    VendRepository(SystemScope system, int slot) {
        this.system = system;
        this.slot = slot;
    }

    /**
     * Counts in the order of the keys, so that two batches of one slot cannot wait for each other in a circle. What was handed out in the last moment of an
     * account that is gone stands in the trail and is not counted.
     */
    void insert(List<VendRow> rows) {
        int written = system.call(jdbc -> jdbc.sql(
                        "select write_vends(:ids, :accounts, :times, :actors, :grants, :integrations, :addresses, :macs, :slot)")
                .param("ids", array("uuid", rows, row -> row.id))
                .param("accounts", array("uuid", rows, row -> row.vend.accountId()))
                .param("times", array("timestamptz", rows, row -> row.at.toString()))
                .param("actors", array("text", rows, row -> row.vend.actor()))
                .param("grants", array("uuid", rows, row -> row.vend.grantId()))
                .param("integrations", array("uuid", rows, row -> row.vend.integrationId()))
                .param("addresses", array("bytea", rows, row -> row.addressHash))
                .param("macs", array("bytea", rows, row -> row.mac.bytes()))
                .param("slot", slot)
                .query(Integer.class)
                .single());
        if (written < rows.size()) {
            log.info("{} of {} vends had been written before", rows.size() - written, rows.size());
        }
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
