package dev.concierge.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code security_alerts}, in the transaction of the caller; all but {@link #raise} as the system role. */
@Repository
class AlertRepository {
    private static final String COLUMNS =
            "id, kind, about, subject, actor, detail, times, first_at, last_at, acknowledged_at, acknowledged_by, note";

    /** @return false when another transaction raises one of this kind and this one may not wait; nothing was written then */
    boolean raise(JdbcClient jdbc, UUID id, SecurityAlert alert, long times, Instant now, boolean wait) {
        return jdbc.sql(
                        "select raise_alert(:id, :kind, cast(:about as uuid), :subject, :actor, :detail, :times, :now, :wait)")
                .param("id", id)
                .param("kind", alert.kind().word())
                .param("about", alert.about())
                .param("subject", alert.subject())
                .param("actor", alert.actor())
                .param("detail", alert.detail())
                .param("times", times)
                .param("now", SealRepository.utc(now))
                .param("wait", wait)
                .query(Boolean.class)
                .single();
    }

    List<RaisedAlert> after(JdbcClient jdbc, Cursor after, AlertQuery query, int most) {
        JdbcClient.StatementSpec statement = jdbc.sql("select " + COLUMNS
                        + " from security_alerts where (first_at, id) < (:at, :id)"
                        + (query.kind() == null ? "" : " and kind = :kind")
                        + (query.about() == null ? "" : " and about = :about")
                        + acknowledged(query.acknowledged())
                        + " order by first_at desc, id desc limit :most")
                .param("at", SealRepository.utc(after.at()))
                .param("id", after.id())
                .param("most", most);
        statement = query.kind() == null
                ? statement
                : statement.param("kind", query.kind().word());
        statement = query.about() == null ? statement : statement.param("about", query.about());
        return statement.query((row, _) -> alert(row)).list();
    }

    private static String acknowledged(@Nullable Boolean wanted) {
        if (wanted == null) {
            return "";
        }
        return wanted ? " and acknowledged_at is not null" : " and acknowledged_at is null";
    }

    Optional<RaisedAlert> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from security_alerts where id = :id")
                .param("id", id)
                .query((row, _) -> alert(row))
                .optional();
    }

    /** @return whether nobody had */
    boolean acknowledge(JdbcClient jdbc, UUID id, UUID by, String note, Instant now) {
        return jdbc.sql("""
                                update security_alerts set acknowledged_at = :now, acknowledged_by = :by, note = :note
                                where id = :id and acknowledged_at is null
                                """)
                        .param("id", id)
                        .param("by", by)
                        .param("note", note)
                        .param("now", SealRepository.utc(now))
                        .update()
                > 0;
    }

    /** How many nobody has acknowledged; counts to {@code most} and no further. */
    int waiting(JdbcClient jdbc, int most) {
        return jdbc.sql(
                        "select count(*) from (select 1 from security_alerts where acknowledged_at is null limit :most) few")
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    int forget(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from security_alerts where id in
                            (select id from security_alerts where first_at < :before order by first_at limit :most)
                        """)
                .param("before", SealRepository.utc(before))
                .param("most", most)
                .update();
    }

    private static RaisedAlert alert(ResultSet row) throws SQLException {
        UUID by = row.getObject("acknowledged_by", UUID.class);
        String note = row.getString("note");
        return new RaisedAlert(
                row.getObject("id", UUID.class),
                AlertKind.of(row.getString("kind")).orElse(AlertKind.OTHER),
                row.getObject("about", UUID.class),
                row.getString("subject"),
                row.getString("actor"),
                row.getString("detail"),
                row.getLong("times"),
                SealRepository.instant(row, "first_at"),
                SealRepository.instant(row, "last_at"),
                by == null
                        ? null
                        : new RaisedAlert.Acknowledged(
                                SealRepository.instant(row, "acknowledged_at"), by, note == null ? "" : note));
    }
}
