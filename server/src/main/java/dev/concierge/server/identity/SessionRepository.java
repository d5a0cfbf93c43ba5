package dev.concierge.server.identity;

import dev.concierge.server.web.BrowserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Table {@code sessions}. */
@Repository
class SessionRepository {
    /** A session about to begin. */
    record Fresh(
            UUID id,
            UUID accountId,
            TokenHash token,
            BrowserId browser,
            SessionStarter.Proof proof,
            boolean half,
            Instant now,
            Instant expiresAt) {}

    private static final TypeReference<Map<String, Instant>> TIMES = new TypeReference<>() {};

    private final JsonMapper json;

    SessionRepository(JsonMapper json) {
        this.json = json;
    }

    /** @param method how the person signed in */
    void insert(JdbcClient jdbc, Fresh session, String method, Visitor visitor, AccountRepository.Failures failures) {
        jdbc.sql("""
                        insert into sessions (session_id, account_id, token_hash, browser_hash, created_at, password_at, seen_at, expires_at,
                                              address, agent, failed_before, failed_last, method, half, proofs)
                        values (:id, :account, :token, :browser, :now, :now, :now, :expires, :address, :agent, :failed, :failedLast, :method, :half,
                                jsonb_build_object(cast(:factor as text), cast(:proved as timestamptz)))
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
                .param("half", session.half())
                .param("factor", session.proof().factor().word())
                .param("proved", Rows.utc(session.proof().at()))
                .param("failed", failures.count())
                .param("failedLast", failures.last() == null ? null : Rows.utc(failures.last()))
                .update();
    }

    /** By the role auth. */
    @Nullable
    SessionRow find(JdbcClient jdbc, TokenHash token) {
        return jdbc.sql("select * from session_open(:token)")
                .param("token", token.bytes())
                .query((row, _) -> new SessionRow(
                        row.getObject("session_id", UUID.class),
                        Rows.account(row),
                        proofs(row),
                        enrolled(row),
                        Rows.instant(row, "seen_at"),
                        Rows.instant(row, "expires_at")))
                .optional()
                .orElse(null);
    }

    /** What one of the account's sessions proved; empty when it is over or another's. */
    Optional<Proofs> livingProofs(JdbcClient jdbc, UUID id, Instant now, Instant idleSince) {
        return jdbc.sql("""
                        select proofs, password_at from sessions
                        where session_id = :id and ended_at is null and not half and expires_at > :now and seen_at > :idle
                        """)
                .param("id", id)
                .param("now", Rows.utc(now))
                .param("idle", Rows.utc(idleSince))
                .query((row, _) -> proofs(row))
                .optional();
    }

    /** The account's living sessions, the latest seen first. */
    List<OwnSession> living(JdbcClient jdbc, UUID accountId, Instant now, Instant idleSince) {
        return jdbc.sql("""
                        select session_id, address, agent, created_at, password_at, proofs, seen_at, failed_before, failed_last
                        from sessions
                        where account_id = :account and ended_at is null and not half and expires_at > :now and seen_at > :idle
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
                        proofs(row).latest(),
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

    /**
     * Ends what is beyond a number of the account's living sessions, those first that were not seen for longest.
     *
     * @param half whether it is about those that wait for a second factor, or about the whole ones
     * @return their ids
     */
    List<UUID> endBeyond(JdbcClient jdbc, UUID accountId, boolean half, int most, Instant now) {
        return jdbc.sql("""
                        update sessions set ended_at = :now where session_id in (
                            select session_id from sessions where account_id = :account and ended_at is null and half = :half and expires_at > :now
                            order by seen_at desc, created_at desc, session_id desc offset :most)
                        returning session_id
                        """)
                .param("now", Rows.utc(now))
                .param("account", accountId)
                .param("half", half)
                .param("most", most)
                .query((row, _) -> row.getObject("session_id", UUID.class))
                .list();
    }

    /** What the account's session proved; empty when it ended. */
    Optional<Proofs> proofs(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select proofs, password_at from sessions where session_id = :id and ended_at is null")
                .param("id", id)
                .query((row, _) -> proofs(row))
                .optional();
    }

    /** Gives the session another token and writes down what was just proved. @return whether it was still going on */
    boolean renew(JdbcClient jdbc, UUID id, TokenHash token, Factor factor, Instant now) {
        return jdbc.sql("""
                                update sessions set token_hash = :token, password_at = :now, proofs = (case
                                    when proofs = '{}' then jsonb_build_object('password', password_at) else proofs end)
                                    || jsonb_build_object(cast(:factor as text), cast(:now as timestamptz))
                                where session_id = :id and ended_at is null
                                """)
                        .param("factor", factor.word())
                        .param("token", token.bytes())
                        .param("now", Rows.utc(now))
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Whether the session began with less than its account needs, and still waits for that. */
    boolean isHalf(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select half from sessions where session_id = :id for update")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Makes a session that waited a whole one, of the usual life, which knows of the failures before it. */
    void complete(JdbcClient jdbc, UUID id, AccountRepository.Failures failures, Instant expiresAt) {
        jdbc.sql("""
                        update sessions set half = false, expires_at = :expires, failed_before = :failed, failed_last = :failedLast
                        where session_id = :id and half
                        """)
                .param("expires", Rows.utc(expiresAt))
                .param("failed", failures.count())
                .param("failedLast", failures.last() == null ? null : Rows.utc(failures.last()))
                .param("id", id)
                .update();
    }

    private Proofs proofs(ResultSet row) throws SQLException {
        return Proofs.read(json.readValue(row.getString("proofs"), TIMES), Rows.instant(row, "password_at"));
    }

    private static Set<Factor> enrolled(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("enrolled").getArray())
                .map(Factor::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What a session proved, for the tokens that it asks for.
     *
     * @param method how it began; empty for one that began under an earlier release
     */
    record Proof(Optional<String> method, Proofs proofs, Instant expiresAt) {}

    /** Of a whole session that has not ended, and does not until the end of the transaction. */
    Optional<Proof> lockProof(JdbcClient jdbc, UUID id) {
        return jdbc.sql("""
                        select method, proofs, password_at, expires_at from sessions
                        where session_id = :id and ended_at is null and not half for update
                        """)
                .param("id", id)
                .query((row, _) -> new Proof(
                        Optional.ofNullable(row.getString("method")), proofs(row), Rows.instant(row, "expires_at")))
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
