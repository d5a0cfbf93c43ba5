package dev.concierge.server.identity;

import dev.concierge.server.web.BrowserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code sessions}. */
@Repository
class SessionRepository {
    /** A session about to begin. */
    record Fresh(UUID id, UUID accountId, TokenHash token, BrowserId browser, Instant now, Instant expiresAt) {}

    /** @param method how the person signed in */
    void insert(JdbcClient jdbc, Fresh session, String method, Visitor visitor, AccountRepository.Failures failures) {
        jdbc.sql("""
                        insert into sessions (session_id, account_id, token_hash, browser_hash, created_at, password_at, seen_at, expires_at,
                                              address, agent, failed_before, failed_last, method)
                        values (:id, :account, :token, :browser, :now, :now, :now, :expires, :address, :agent, :failed, :failedLast, :method)
                        """)
                .param("method", method)
                .param("id", session.id())
                .param("account", session.accountId())
                .param("token", session.token().bytes())
                .param("browser", session.browser().hash())
                .param("now", Rows.utc(session.now()))
                .param("expires", Rows.utc(session.expiresAt()))
                .param("address", visitor.address().text())
                .param("agent", visitor.agent())
                .param("failed", failures.count())
                .param("failedLast", failures.last() == null ? null : Rows.utc(failures.last()))
                .update();
    }

    /** By the role auth. */
    @Nullable
    SessionRow find(JdbcClient jdbc, TokenHash token) {
        return jdbc.sql("select * from session_find(:token)")
                .param("token", token.bytes())
                .query((row, _) -> new SessionRow(
                        row.getObject("session_id", UUID.class),
                        Rows.account(row),
                        Rows.instant(row, "created_at"),
                        Rows.instant(row, "password_at"),
                        Rows.instant(row, "seen_at"),
                        Rows.instant(row, "expires_at")))
                .optional()
                .orElse(null);
    }

    /** By the role auth. */
    boolean isAlive(JdbcClient jdbc, UUID id, UUID accountId, Instant now, Instant idleSince) {
        return jdbc.sql("select session_alive(:id, :account, :now, :idle)")
                .param("id", id)
                .param("account", accountId)
                .param("now", Rows.utc(now))
                .param("idle", Rows.utc(idleSince))
                .query(Boolean.class)
                .single();
    }

    /** The account's living sessions, the latest seen first. */
    List<OwnSession> living(JdbcClient jdbc, UUID accountId, Instant now, Instant idleSince) {
        return jdbc.sql("""
                        select session_id, address, agent, created_at, password_at, seen_at, failed_before, failed_last
                        from sessions
                        where account_id = :account and ended_at is null and expires_at > :now and seen_at > :idle
                        order by seen_at desc, session_id
                        """)
                .param("account", accountId)
                .param("now", Rows.utc(now))
                .param("idle", Rows.utc(idleSince))
                .query((row, _) -> new OwnSession(
                        row.getObject("session_id", UUID.class),
                        row.getString("address"),
                        row.getString("agent"),
                        Rows.instant(row, "created_at"),
                        Rows.instant(row, "password_at"),
                        Rows.instant(row, "seen_at"),
                        row.getInt("failed_before"),
                        Rows.instantOrNull(row, "failed_last"),
                        false))
                .list();
    }

    /** @return whether it was still going on */
    boolean end(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("update sessions set ended_at = :now where session_id = :id and ended_at is null")
                        .param("now", Rows.utc(now))
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Ends all that are going on but one. @return their ids */
    List<UUID> endAll(JdbcClient jdbc, UUID accountId, @Nullable UUID but, Instant now) {
        return jdbc.sql("""
                        update sessions set ended_at = :now
                        where account_id = :account and ended_at is null and session_id is distinct from cast(:but as uuid)
                        returning session_id
                        """)
                .param("now", Rows.utc(now))
                .param("account", accountId)
                .param("but", but)
                .query((row, _) -> row.getObject("session_id", UUID.class))
                .list();
    }

    /** Gives the session another token and writes down that the password was just proved. @return whether it was still going on */
    boolean renew(JdbcClient jdbc, UUID id, TokenHash token, Instant now) {
        return jdbc.sql("""
                                update sessions set token_hash = :token, password_at = :now
                                where session_id = :id and ended_at is null
                                """)
                        .param("token", token.bytes())
                        .param("now", Rows.utc(now))
                        .param("id", id)
                        .update()
                > 0;
    }

    /**
     * What a session proved, for the tokens that it asks for.
     *
     * @param method how it began; empty for one that began under an earlier release
     */
    record Proof(Optional<String> method, Instant provedAt, Instant expiresAt) {}

    /** Of a session that has not ended, and does not until the end of the transaction. */
    Optional<Proof> lockProof(JdbcClient jdbc, UUID id) {
        return jdbc.sql("""
                        select method, password_at, expires_at from sessions where session_id = :id and ended_at is null for update
                        """)
                .param("id", id)
                .query((row, _) -> new Proof(
                        Optional.ofNullable(row.getString("method")),
                        Rows.instant(row, "password_at"),
                        Rows.instant(row, "expires_at")))
                .optional();
    }

    /** By the role system. */
    int purge(JdbcClient jdbc, Instant before, int atMost) {
        return jdbc.sql("""
                        delete from sessions where session_id in
                            (select session_id from sessions where seen_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", atMost)
                .update();
    }
}
