package dev.concierge.server.identity;

import dev.concierge.server.web.DateForm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code known_browsers}. */
@Repository
class KnownBrowserRepository {
    /**
     * A browser that was just seen for the first time, and whose account it is.
     *
     * @param madeAt when the account was made
     * @param others how many other browsers of the account are known
     * @param lately how many browsers of the account were seen for the first time in the last hour
     */
    record Newcomer(
            @Nullable String email,
            Instant madeAt,
            long others,
            long lately,
            String address,
            String agent,
            ZoneId zone,
            DateForm form) {}

    /** The sign-in that a link is about, with its account as it is now. The agent is null once the session's row is gone. */
    record Found(Account account, Instant at, @Nullable String agent) {}

    /** A link that was taken. The session is null once its row is gone. */
    record Taken(@Nullable UUID sessionId) {}

    /** Writes down that the browser of a session was seen. @return whether it never was before, and stands under this id now */
    boolean see(JdbcClient jdbc, UUID id, SignedIn event, Instant now) {
        return jdbc.sql("""
                        insert into known_browsers (id, account_id, browser_hash, session_id, first_at, seen_at)
                        select :id, s.account_id, s.browser_hash, s.session_id, :now, :now from sessions s where s.session_id = :session
                        on conflict (account_id, browser_hash) do update set seen_at = excluded.seen_at
                        returning id
                        """)
                .param("id", id)
                .param("session", event.sessionId())
                .param("now", Rows.utc(now))
                .query(UUID.class)
                .optional()
                .filter(id::equals)
                .isPresent();
    }

    /** Forgets what is beyond a number of the account's browsers, those first that were not seen for longest. */
    void forgetBeyond(JdbcClient jdbc, UUID accountId, int most) {
        jdbc.sql("""
                        delete from known_browsers where id in (
                            select id from known_browsers where account_id = :account order by seen_at desc, id desc offset :most)
                        """).param("account", accountId).param("most", most).update();
    }

    Newcomer newcomer(JdbcClient jdbc, SignedIn event, Instant now) {
        return jdbc.sql("""
                        select a.email, a.created_at, a.time_zone, a.date_form, s.address, s.agent,
                               (select count(*) - 1 from known_browsers b where b.account_id = a.account_id) as others,
                               (select count(*) from known_browsers b where b.account_id = a.account_id and b.first_at > :hour) as lately
                        from accounts a join sessions s on s.account_id = a.account_id where s.session_id = :session
                        """)
                .param("session", event.sessionId())
                .param("hour", Rows.utc(now.minus(Duration.ofHours(1))))
                .query((row, _) -> new Newcomer(
                        row.getString("email"),
                        Rows.instant(row, "created_at"),
                        row.getLong("others"),
                        row.getLong("lately"),
                        row.getString("address"),
                        row.getString("agent"),
                        KnownBrowsers.zone(row.getString("time_zone")),
                        KnownBrowsers.form(row.getString("date_form"))))
                .single();
    }

    void setStop(JdbcClient jdbc, UUID id, TokenHash token, Instant until) {
        jdbc.sql("update known_browsers set stop_hash = :token, stop_until = :until where id = :id")
                .param("token", token.bytes())
                .param("until", Rows.utc(until))
                .param("id", id)
                .update();
    }

    /** By the role auth. */
    Optional<Found> peek(JdbcClient jdbc, TokenHash token, Instant now) {
        return jdbc.sql("select * from browser_stop_peek(:token, :now)")
                .param("token", token.bytes())
                .param("now", Rows.utc(now))
                .query((row, _) -> new Found(Rows.account(row), Rows.instant(row, "first_at"), row.getString("agent")))
                .optional();
    }

    /** Takes a link that works, once, and forgets the browser. */
    Optional<Taken> take(JdbcClient jdbc, UUID accountId, TokenHash token, Instant now) {
        return jdbc.sql("""
                        delete from known_browsers where stop_hash = :token and stop_until > :now and account_id = :account
                        returning session_id
                        """)
                .param("token", token.bytes())
                .param("now", Rows.utc(now))
                .param("account", accountId)
                .query((row, _) -> new Taken(row.getObject("session_id", UUID.class)))
                .optional();
    }

    /** By the role system. @return how many */
    int purge(JdbcClient jdbc, Instant before, int most) {
        return jdbc.sql("""
                        delete from known_browsers where id in (select id from known_browsers where seen_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", most)
                .update();
    }
}
