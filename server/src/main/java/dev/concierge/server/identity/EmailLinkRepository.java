package dev.concierge.server.identity;

import dev.concierge.server.web.BrowserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code email_links}. */
@Repository
class EmailLinkRepository {
    /** A link about to be sent. */
    record Fresh(
            UUID id,
            UUID accountId,
            LinkPurpose purpose,
            TokenHash token,
            EmailAddress email,
            @Nullable BrowserId browser,
            @Nullable UUID sessionId,
            Instant now) {}

    /**
     * A living link, looked at.
     *
     * @param account as its row is now
     * @param email what the link is for
     */
    record Peeked(
            Account account,
            EmailAddress email,
            @Nullable BrowserId browser,
            @Nullable UUID sessionId) {}

    /** A link that was taken. */
    record Taken(
            EmailAddress email,
            @Nullable BrowserId browser,
            @Nullable UUID sessionId,
            Instant createdAt) {}

    /** Takes the place of an older one of its purpose, if that is no undo. */
    void insert(JdbcClient jdbc, Fresh link) {
        jdbc.sql("""
                        insert into email_links (id, account_id, purpose, token_hash, email, browser_hash, session_id, created_at, expires_at)
                        values (:id, :account, :purpose, :token, :email, :browser, :session, :now, :expires)
                        on conflict (account_id, purpose) where purpose <> 'undo' do update set
                            id = excluded.id, token_hash = excluded.token_hash, email = excluded.email, browser_hash = excluded.browser_hash,
                            session_id = excluded.session_id, created_at = excluded.created_at, expires_at = excluded.expires_at
                        """)
                .param("id", link.id())
                .param("account", link.accountId())
                .param("purpose", link.purpose().word())
                .param("token", link.token().bytes())
                .param("email", link.email().value())
                .param("browser", link.browser() == null ? null : link.browser().hash())
                .param("session", link.sessionId())
                .param("now", Rows.utc(link.now()))
                .param("expires", Rows.utc(link.now().plus(link.purpose().life())))
                .update();
    }

    /** By the role auth. */
    Optional<Peeked> peek(JdbcClient jdbc, LinkPurpose purpose, TokenHash token, Instant now) {
        return jdbc.sql("select * from email_link_peek(:token, :purpose, :now)")
                .param("token", token.bytes())
                .param("purpose", purpose.word())
                .param("now", Rows.utc(now))
                .query((row, _) -> new Peeked(
                        Rows.account(row),
                        new EmailAddress(row.getString("link_email")),
                        browser(row),
                        row.getObject("session_id", UUID.class)))
                .optional();
    }

    /** Takes a living link, once; a link to set a password is dead once the password was set after it was sent. */
    Optional<Taken> take(JdbcClient jdbc, UUID accountId, LinkPurpose purpose, TokenHash token, Instant now) {
        return jdbc.sql("""
                        delete from email_links l
                        where l.token_hash = :token and l.purpose = :purpose and l.expires_at > :now and l.account_id = :account
                          and not (l.purpose = 'reset' and exists (
                              select 1 from passwords p where p.account_id = l.account_id and p.changed_at > l.created_at))
                        returning email, browser_hash, session_id, created_at
                        """)
                .param("token", token.bytes())
                .param("purpose", purpose.word())
                .param("now", Rows.utc(now))
                .param("account", accountId)
                .query((row, _) -> new Taken(
                        new EmailAddress(row.getString("email")),
                        browser(row),
                        row.getObject("session_id", UUID.class),
                        Rows.instant(row, "created_at")))
                .optional();
    }

    /** Ends what else was sent to an account, but for undoing a change of address: whoever got in must not be able to end that. */
    void end(JdbcClient jdbc, UUID accountId) {
        jdbc.sql("delete from email_links where account_id = :account and purpose <> 'undo'")
                .param("account", accountId)
                .update();
    }

    /** Ends the undoing of changes that were made at or after a moment. */
    void endUndo(JdbcClient jdbc, UUID accountId, Instant since) {
        jdbc.sql("delete from email_links where account_id = :account and purpose = 'undo' and created_at >= :since")
                .param("account", accountId)
                .param("since", Rows.utc(since))
                .update();
    }

    /** By the role system. @return how many */
    int purge(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from email_links where id in (select id from email_links where expires_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", most)
                .update();
    }

    private static @Nullable BrowserId browser(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes("browser_hash");
        return hash == null ? null : BrowserId.ofHash(hash);
    }
}
