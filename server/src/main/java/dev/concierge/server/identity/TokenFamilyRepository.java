package dev.concierge.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code token_families}. */
@Repository
class TokenFamilyRepository {
    /** The account of a family, with what an access token says of it. */
    record Holder(Account account, @Nullable String localId, int epoch) {}

    /** A family that has not ended, with its account as it is now. */
    record Living(UUID id, Account account, int epoch, Set<Factor> enrolled, Set<Factor> proved, Instant expiresAt) {
        Living {
            enrolled = Set.copyOf(enrolled);
            proved = Set.copyOf(proved);
        }

        /** What makes the row stale when it changes. */
        List<UUID> dependsOn() {
            return List.of(id, account.id());
        }
    }

    /** By the role auth. */
    @Nullable
    Living find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select * from token_family_find(:id)")
                .param("id", id)
                .query((row, _) -> new Living(
                        row.getObject("family_id", UUID.class),
                        Rows.account(row),
                        row.getInt("epoch"),
                        factors(row, "enrolled"),
                        factors(row, "proved"),
                        Rows.instant(row, "expires_at")))
                .optional()
                .orElse(null);
    }

    /** The account of the open transaction. */
    Optional<Holder> holder(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("""
                        select account_id, email, display_name, role, status, local_id, epoch from accounts
                        where account_id = :id
                        """)
                .param("id", accountId)
                .query((row, _) -> new Holder(Rows.account(row), row.getString("local_id"), row.getInt("epoch")))
                .optional();
    }

    void insert(JdbcClient jdbc, TokenFamily family, Visitor visitor) {
        TokenHash client = family.client();
        TokenHash token = family.token();
        jdbc.sql("""
                        insert into token_families (family_id, account_id, session_id, proved, method, proved_at, client_hash, token_hash, used_at,
                                                    created_at, expires_at, address, agent)
                        values (:id, :account, :session, :proved, :method, :provedAt, :client, :token, :now, :now, :expires, :address, :agent)
                        """)
                .param("id", family.id())
                .param("account", family.accountId())
                .param("session", family.sessionId())
                .param("proved", words(family.proved()))
                .param("method", family.method())
                .param("provedAt", Rows.utc(family.provedAt()))
                .param("client", client == null ? null : client.bytes())
                .param("token", token == null ? null : token.bytes())
                .param("now", Rows.utc(family.usedAt()))
                .param("expires", Rows.utc(family.expiresAt()))
                .param("address", visitor.address().text())
                .param("agent", visitor.agent())
                .update();
    }

    /** The row, which nobody else changes until the end of the transaction. */
    Optional<TokenFamily> lock(JdbcClient jdbc, UUID id) {
        return jdbc.sql(FIELDS + " where family_id = :id for update")
                .param("id", id)
                .query((row, _) -> family(row))
                .optional();
    }

    /** The row as it is just now. */
    Optional<TokenFamily> peek(JdbcClient jdbc, UUID id) {
        return jdbc.sql(FIELDS + " where family_id = :id")
                .param("id", id)
                .query((row, _) -> family(row))
                .optional();
    }

    /** That of a browser's session; locked as well. */
    Optional<TokenFamily> lockOfSession(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(FIELDS + " where session_id = :session for update")
                .param("session", sessionId)
                .query((row, _) -> family(row))
                .optional();
    }

    private static final String FIELDS = """
            select family_id, account_id, session_id, proved, method, proved_at, client_hash, token_hash, generation, used_at, expires_at, ended_at
            from token_families""";

    void advance(JdbcClient jdbc, UUID id, RefreshToken token, Instant now) {
        jdbc.sql("""
                        update token_families set token_hash = :token, generation = :number, used_at = :now
                        where family_id = :id
                        """)
                .param("token", token.hash().bytes())
                .param("number", token.number())
                .param("now", Rows.utc(now))
                .param("id", id)
                .update();
    }

    /** What a browser's session proved since. */
    void prove(JdbcClient jdbc, TokenFamily family) {
        jdbc.sql("""
                        update token_families set proved = :proved, method = :method, proved_at = :at, used_at = :used, expires_at = :expires
                        where family_id = :id
                        """)
                .param("proved", words(family.proved()))
                .param("method", family.method())
                .param("at", Rows.utc(family.provedAt()))
                .param("used", Rows.utc(family.usedAt()))
                .param("expires", Rows.utc(family.expiresAt()))
                .param("id", family.id())
                .update();
    }

    /** @return whether it had not ended */
    boolean end(JdbcClient jdbc, UUID id, String by, Instant now) {
        return jdbc.sql("""
                                update token_families set ended_at = :now, ended_by = :by
                                where family_id = :id and ended_at is null
                                """)
                        .param("now", Rows.utc(now))
                        .param("by", by)
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Ends that of a browser's session. @return its id; empty when there is none, or it had ended */
    Optional<UUID> endOfSession(JdbcClient jdbc, UUID sessionId, String by, Instant now) {
        return jdbc.sql("""
                        update token_families set ended_at = :now, ended_by = :by
                        where session_id = :session and ended_at is null
                        returning family_id
                        """)
                .param("now", Rows.utc(now))
                .param("by", by)
                .param("session", sessionId)
                .query((row, _) -> row.getObject("family_id", UUID.class))
                .optional();
    }

    /**
     * Ends all of the account that have not ended, but those of one browser's session.
     *
     * @param but the session; null for none
     * @return their ids
     */
    List<UUID> endAll(JdbcClient jdbc, UUID accountId, @Nullable UUID but, String by, Instant now) {
        return jdbc.sql("""
                        update token_families set ended_at = :now, ended_by = :by
                        where account_id = :account and ended_at is null
                          and (session_id is null or session_id is distinct from cast(:but as uuid))
                        returning family_id
                        """)
                .param("now", Rows.utc(now))
                .param("by", by)
                .param("account", accountId)
                .param("but", but)
                .query((row, _) -> row.getObject("family_id", UUID.class))
                .list();
    }

    /** Ends what is beyond a number of the account's living sign-ins of programs, those first that were not used for longest. @return their ids */
    List<UUID> endBeyond(JdbcClient jdbc, UUID accountId, int most, String by, Instant now) {
        return jdbc.sql("""
                        update token_families set ended_at = :now, ended_by = :by where family_id in (
                            select family_id from token_families
                            where account_id = :account and session_id is null and ended_at is null and expires_at > :now
                            order by used_at desc, family_id desc offset :most)
                        returning family_id
                        """)
                .param("now", Rows.utc(now))
                .param("by", by)
                .param("account", accountId)
                .param("most", most)
                .query((row, _) -> row.getObject("family_id", UUID.class))
                .list();
    }

    /** Whether a client like that of a new family signed in to the account before: by its own key or, where it has none, from the same address as the same agent. */
    boolean isKnown(JdbcClient jdbc, TokenFamily family, Visitor visitor) {
        TokenHash client = family.client();
        return jdbc.sql("""
                        select exists (select 1 from token_families where account_id = :account and session_id is null
                            and (client_hash = :client or cast(:client as bytea) is null and client_hash is null
                                 and address = :address and agent = :agent))
                        """)
                .param("account", family.accountId())
                .param("client", client == null ? null : client.bytes(), Types.BINARY)
                .param("address", visitor.address().text())
                .param("agent", visitor.agent())
                .query(Boolean.class)
                .single();
    }

    /** How many different clients have signed in to the account since a moment. */
    int clients(JdbcClient jdbc, UUID accountId, Instant since) {
        return jdbc.sql("""
                        select count(distinct coalesce(encode(client_hash, 'hex'), address || ' ' || agent)) from token_families
                        where account_id = :account and session_id is null and created_at > :since
                        """)
                .param("account", accountId)
                .param("since", Rows.utc(since))
                .query(Integer.class)
                .single();
    }

    /** Forgets one that has ended. */
    void forget(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from token_families where family_id = :id and ended_at is not null")
                .param("id", id)
                .update();
    }

    /** The account's living sign-ins of programs, the latest used first. */
    List<OwnSession> living(JdbcClient jdbc, UUID accountId, Instant now, Instant idleSince) {
        return jdbc.sql("""
                        select family_id, address, agent, created_at, proved_at, used_at from token_families
                        where account_id = :account and session_id is null and ended_at is null and expires_at > :now and used_at > :idle
                        order by used_at desc, family_id
                        """)
                .param("account", accountId)
                .param("now", Rows.utc(now))
                .param("idle", Rows.utc(idleSince))
                .query((row, _) -> new OwnSession(
                        row.getObject("family_id", UUID.class),
                        row.getString("address"),
                        row.getString("agent"),
                        Rows.instant(row, "created_at"),
                        Rows.instant(row, "proved_at"),
                        Rows.instant(row, "used_at"),
                        0,
                        null,
                        true))
                .list();
    }

    /** When the person of a family proved who they are; empty when it ended. */
    Optional<Instant> provedAt(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select proved_at from token_families where family_id = :id and ended_at is null")
                .param("id", id)
                .query((row, _) -> Rows.instant(row, "proved_at"))
                .optional();
    }

    /** By the role system. */
    int purge(JdbcClient jdbc, Instant before, int atMost) {
        return jdbc.sql("""
                        delete from token_families where family_id in
                            (select family_id from token_families where expires_at < :before limit :most)
                        """)
                .param("before", Rows.utc(before))
                .param("most", atMost)
                .update();
    }

    /** What makes an access token of an earlier moment stale. */
    void raiseEpoch(JdbcClient jdbc, UUID accountId) {
        jdbc.sql("update accounts set epoch = epoch + 1 where account_id = :id")
                .param("id", accountId)
                .update();
    }

    private static TokenFamily family(ResultSet row) throws SQLException {
        return new TokenFamily(
                row.getObject("family_id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getObject("session_id", UUID.class),
                factors(row, "proved"),
                row.getString("method"),
                Rows.instant(row, "proved_at"),
                hash(row, "client_hash"),
                hash(row, "token_hash"),
                row.getInt("generation"),
                Rows.instant(row, "used_at"),
                Rows.instant(row, "expires_at"),
                Rows.instantOrNull(row, "ended_at"));
    }

    private static @Nullable TokenHash hash(ResultSet row, String column) throws SQLException {
        byte[] stored = row.getBytes(column);
        return stored == null ? null : TokenHash.ofStored(stored);
    }

    private static String[] words(Set<Factor> proved) {
        return proved.stream().map(Factor::word).sorted().toArray(String[]::new);
    }

    private static Set<Factor> factors(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(Factor::of)
                .collect(Collectors.toSet());
    }
}
