package dev.concierge.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code audit_checks}, in the transaction of the caller, of the system role. */
@Repository
class AuditCheckRepository {
    private static final String COLUMNS =
            "id, asked_by, asked_at, state, chain, sequence, mac, total, seals, rows_seen, chain_rows, dropped,"
                    + " report, finished_at";

    /**
     * A verification and where it goes on.
     *
     * @param chain the one being walked; null before the first
     * @param sequence its last good seal; 0 for none
     * @param mac that seal's, in hexadecimal
     * @param chainRows sealed rows of this chain so far
     */
    record Place(
            AuditCheck check,
            @Nullable Chain chain,
            long sequence,
            @Nullable String mac,
            long chainRows,
            long dropped) {}

    /** @return whether none was open */
    boolean insert(JdbcClient jdbc, UUID id, String by, Instant now) {
        return jdbc.sql("""
                                insert into audit_checks (id, asked_by, asked_at, state, total)
                                select :id, :by, :now, 'waiting', coalesce(sum(last), 0)
                                from (select max(sequence) as last from audit_seals group by chain) chains
                                on conflict do nothing
                                """)
                        .param("id", id)
                        .param("by", by)
                        .param("now", SealRepository.utc(now))
                        .update()
                > 0;
    }

    Optional<Place> open(JdbcClient jdbc) {
        return jdbc.sql("select " + COLUMNS + " from audit_checks where state in ('waiting', 'running')")
                .query((row, _) -> place(row))
                .optional();
    }

    List<AuditCheck> latest(JdbcClient jdbc, int most) {
        return jdbc.sql("select " + COLUMNS + " from audit_checks order by asked_at desc, id desc limit :most")
                .param("most", most)
                .query((row, _) -> place(row).check())
                .list();
    }

    Optional<AuditCheck> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from audit_checks where id = :id")
                .param("id", id)
                .query((row, _) -> place(row).check())
                .optional();
    }

    void save(JdbcClient jdbc, Place place) {
        AuditCheck check = place.check();
        Chain chain = place.chain();
        Instant finishedAt = check.finishedAt();
        jdbc.sql("""
                        update audit_checks
                        set state = :state, chain = :chain, sequence = :sequence, mac = :mac, seals = :seals, rows_seen = :rows, chain_rows = :chainRows,
                            dropped = :dropped, report = :report, finished_at = cast(:finished as timestamptz)
                        where id = :id and state in ('waiting', 'running')
                        """)
                .param("id", check.id())
                .param("state", check.state().word())
                .param("chain", chain == null ? null : chain.word())
                .param("sequence", place.sequence())
                .param("mac", place.mac())
                .param("seals", check.seals())
                .param("rows", check.rows())
                .param("chainRows", place.chainRows())
                .param("dropped", place.dropped())
                .param("report", check.report())
                .param("finished", finishedAt == null ? null : SealRepository.utc(finishedAt))
                .update();
    }

    /** Keeps the newest. */
    void forgetAllBut(JdbcClient jdbc, int most) {
        jdbc.sql("""
                        delete from audit_checks where state in ('intact', 'broken')
                          and id not in (select id from audit_checks order by asked_at desc, id desc limit :most)
                        """).param("most", most).update();
    }

    private static Place place(ResultSet row) throws SQLException {
        String chain = row.getString("chain");
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        AuditCheck check = new AuditCheck(
                row.getObject("id", UUID.class),
                row.getString("asked_by"),
                SealRepository.instant(row, "asked_at"),
                AuditCheck.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("total"),
                row.getLong("seals"),
                row.getLong("rows_seen"),
                Objects.requireNonNullElse(row.getString("report"), ""),
                finished == null ? null : finished.toInstant());
        return new Place(
                check,
                chain == null ? null : Chain.of(chain),
                row.getLong("sequence"),
                row.getString("mac"),
                row.getLong("chain_rows"),
                row.getLong("dropped"));
    }
}
