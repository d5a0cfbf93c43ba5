package dev.concierge.server.identity;

import dev.concierge.server.encryption.Ciphertext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code totp_authenticators}. */
@Repository
class TotpRepository {
    /** What is needed to check a code. */
    record Row(UUID id, UUID accountId, Ciphertext seed) {}

    /** An authenticator about to be set up in a session. */
    record Fresh(UUID id, UUID accountId, UUID sessionId, String name, Ciphertext seed, Instant now) {}

    boolean isEnrolled(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql(
                        "select exists (select 1 from totp_authenticators where account_id = :account and confirmed_at is not null)")
                .param("account", accountId)
                .query(Boolean.class)
                .single();
    }

    List<OwnAuthenticator> own(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        select id, name, confirmed_at, used_at from totp_authenticators
                        where account_id = :account and confirmed_at is not null order by confirmed_at, id
                        """)
                .param("account", accountId)
                .query((row, _) -> new OwnAuthenticator(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        Rows.instant(row, "confirmed_at"),
                        Rows.instant(row, "used_at")))
                .list();
    }

    List<Row> confirmed(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        select id, account_id, seed from totp_authenticators
                        where account_id = :account and confirmed_at is not null
                        """)
                .param("account", accountId)
                .query((row, _) -> row(row))
                .list();
    }

    /** Writes one that counts only once it is confirmed; another that waited is gone. */
    void begin(JdbcClient jdbc, Fresh fresh) {
        jdbc.sql("delete from totp_authenticators where account_id = :account and confirmed_at is null")
                .param("account", fresh.accountId())
                .update();
        jdbc.sql("""
                        insert into totp_authenticators (id, account_id, session_id, name, seed, created_at)
                        values (:id, :account, :session, :name, :seed, :now)
                        """)
                .param("id", fresh.id())
                .param("account", fresh.accountId())
                .param("session", fresh.sessionId())
                .param("name", fresh.name())
                .param("seed", fresh.seed().bytes())
                .param("now", Rows.utc(fresh.now()))
                .update();
    }

    /** The one that waits, when it was begun in this session after a moment. */
    Optional<Row> pending(JdbcClient jdbc, UUID id, UUID sessionId, Instant after) {
        return jdbc.sql("""
                        select id, account_id, seed from totp_authenticators
                        where id = :id and session_id = :session and confirmed_at is null and created_at > :after
                        """)
                .param("id", id)
                .param("session", sessionId)
                .param("after", Rows.utc(after))
                .query((row, _) -> row(row))
                .optional();
    }

    /** Makes the one that waits count. Its first code is used up with it. @return whether it still waited */
    boolean confirm(JdbcClient jdbc, UUID id, String name, long step, Instant now) {
        return jdbc.sql("""
                                update totp_authenticators
                                set confirmed_at = :now, used_at = :now, last_step = :step, session_id = null, name = :name
                                where id = :id and confirmed_at is null
                                """)
                        .param("now", Rows.utc(now))
                        .param("step", step)
                        .param("name", name)
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Takes the code of a step, once: neither it nor an older one is ever taken again, at whichever node (RFC 6238 section 5.2). */
    boolean accept(JdbcClient jdbc, UUID id, long step, Instant now) {
        return jdbc.sql("""
                                update totp_authenticators set last_step = :step, used_at = :now
                                where id = :id and confirmed_at is not null and last_step < :step
                                """)
                        .param("step", step)
                        .param("now", Rows.utc(now))
                        .param("id", id)
                        .update()
                > 0;
    }

    /** @return whether there was one */
    boolean delete(JdbcClient jdbc, UUID id) {
        return jdbc.sql("delete from totp_authenticators where id = :id and confirmed_at is not null")
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Those confirmed at or after a moment, and one that waits. @return how many counted */
    int deleteSince(JdbcClient jdbc, UUID accountId, Instant moment) {
        jdbc.sql("delete from totp_authenticators where account_id = :account and confirmed_at is null")
                .param("account", accountId)
                .update();
        return jdbc.sql("delete from totp_authenticators where account_id = :account and confirmed_at >= :moment")
                .param("account", accountId)
                .param("moment", Rows.utc(moment))
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                Ciphertext.of(row.getBytes("seed")));
    }
}
