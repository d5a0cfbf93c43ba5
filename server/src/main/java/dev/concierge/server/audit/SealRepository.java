package dev.concierge.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Seals, and the rows they are over, in the transaction of the caller. */
@Repository
class SealRepository {
    private static final String SEAL_COLUMNS =
            "chain, sequence, era, last_xact::text as last_xact, last_id, row_count, oldest_at, newest_at,"
                    + " sealed_at, row_ids, row_hashes, rows_hash, mac";

    /** Whether this transaction is the one that may seal. */
    boolean takeTurn(JdbcClient jdbc, Chain chain) {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtext('audit_seal'), hashtext(:chain))")
                .param("chain", chain.word())
                .query(Boolean.class)
                .single();
    }

    Optional<Seal> last(JdbcClient jdbc, Chain chain) {
        return jdbc.sql("select " + SEAL_COLUMNS
                        + " from audit_seals where chain = :chain order by sequence desc limit 1")
                .param("chain", chain.word())
                .query((row, _) -> seal(row))
                .optional();
    }

    /** Seals after a sequence, in order. */
    List<Seal> after(JdbcClient jdbc, Chain chain, long sequence, int atMost) {
        return jdbc.sql("select " + SEAL_COLUMNS
                        + " from audit_seals where chain = :chain and sequence > :after order by sequence limit :most")
                .param("chain", chain.word())
                .param("after", sequence)
                .param("most", atMost)
                .query((row, _) -> seal(row))
                .list();
    }

    /** Rows after a place whose order is settled: of an older era, or of a transaction before all that still run. */
    List<ChainRow> settledAfter(JdbcClient jdbc, Chain chain, Place place, int atMost) {
        return jdbc.sql("select era, xact::text as xact_text, id, mac, occurred_at from " + chain.table()
                        + " where (era, xact, id) > (:era, :xact::xid8, :id)"
                        + " and (era < current_era() or xact < pg_snapshot_xmin(pg_current_snapshot()))"
                        + " order by era, xact, id limit :most")
                .param("era", place.era())
                .param("xact", place.xact())
                .param("id", place.id())
                .param("most", atMost)
                .query((row, _) -> new ChainRow(
                        new Place(row.getInt("era"), row.getString("xact_text"), row.getObject("id", UUID.class)),
                        Code.ofRow(row.getBytes("mac")),
                        instant(row, "occurred_at")))
                .list();
    }

    void insert(JdbcClient jdbc, Seal seal) {
        jdbc.sql("""
                        insert into audit_seals (chain, sequence, era, last_xact, last_id, row_count, oldest_at, newest_at, sealed_at,
                                                 row_ids, row_hashes, rows_hash, mac)
                        values (:chain, :sequence, :era, :xact::xid8, :id, :count, :oldest, :newest, :sealed, :ids, :hashes, :hash, :mac)
                        """)
                .param("chain", seal.chain().word())
                .param("sequence", seal.sequence())
                .param("era", seal.last().era())
                .param("xact", seal.last().xact())
                .param("id", seal.last().id())
                .param("count", seal.rowCount())
                .param("oldest", utc(seal.oldest()))
                .param("newest", utc(seal.newest()))
                .param("sealed", utc(seal.sealedAt()))
                .param("ids", seal.rows().ids())
                .param("hashes", seal.rows().hashes())
                .param("hash", seal.rowsHash().bytes())
                .param("mac", seal.mac().bytes())
                .update();
    }

    private static Seal seal(ResultSet row) throws SQLException {
        return new Seal(
                Chain.of(row.getString("chain")),
                row.getLong("sequence"),
                new Place(row.getInt("era"), row.getString("last_xact"), row.getObject("last_id", UUID.class)),
                row.getInt("row_count"),
                instant(row, "oldest_at"),
                instant(row, "newest_at"),
                instant(row, "sealed_at"),
                SealedRows.stored(row.getBytes("row_ids"), row.getBytes("row_hashes")),
                Code.of(row.getBytes("rows_hash")),
                Code.of(row.getBytes("mac")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
