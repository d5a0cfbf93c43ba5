package dev.concierge.server.identity;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code api_keys}. */
@Repository
class ApiKeyRepository {
    /** Lets one transaction at a time make keys for the account, so that neither the number nor a name is passed by a race. */
    void lockAccount(JdbcClient jdbc, UUID accountId) {
        jdbc.sql("select account_id from accounts where account_id = :id for update")
                .param("id", accountId)
                .query(UUID.class)
                .single();
    }

    void insert(JdbcClient jdbc, UUID accountId, ApiKey key, TokenHash hash) {
        jdbc.sql("""
                        insert into api_keys (key_id, account_id, name, prefix, hash, scopes, created_at, expires_at)
                        values (:id, :account, :name, :prefix, :hash, :scopes, :created, :expires)
                        """)
                .param("id", key.id())
                .param("account", accountId)
                .param("name", key.name())
                .param("prefix", key.prefix())
                .param("hash", hash.bytes())
                .param("scopes", key.scopes().stream().map(KeyScope::word).toArray(String[]::new))
                .param("created", Rows.utc(key.createdAt()))
                .param("expires", Rows.utc(key.expiresAt()))
                .update();
    }

    /** The account's keys that were of use after {@code since}, newest first. */
    List<ApiKey> list(JdbcClient jdbc, UUID accountId, Instant since) {
        return jdbc.sql("""
                        select key_id, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at from api_keys
                        where account_id = :account and least(expires_at, coalesce(revoked_at, expires_at)) > :since
                        order by created_at desc, key_id desc
                        """)
                .param("account", accountId)
                .param("since", Rows.utc(since))
                .query((row, _) -> key(row))
                .list();
    }

    /** @return whether it was not revoked before */
    boolean revoke(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("update api_keys set revoked_at = :now where key_id = :id and revoked_at is null")
                        .param("now", Rows.utc(now))
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Revokes all that live. @return their ids */
    List<UUID> revokeAll(JdbcClient jdbc, UUID accountId, Instant now) {
        return jdbc.sql("""
                        update api_keys set revoked_at = :now where account_id = :account and revoked_at is null and expires_at > :now
                        returning key_id
                        """)
                .param("now", Rows.utc(now))
                .param("account", accountId)
                .query((row, _) -> row.getObject("key_id", UUID.class))
                .list();
    }

    /** By the role auth. */
    @Nullable
    KeyRow find(JdbcClient jdbc, TokenHash hash) {
        return jdbc.sql("select * from api_key_find(:hash)")
                .param("hash", hash.bytes())
                .query((row, _) -> new KeyRow(
                        row.getObject("key_id", UUID.class),
                        Rows.account(row),
                        row.getString("name"),
                        row.getString("prefix"),
                        words(row),
                        Rows.instant(row, "expires_at")))
                .optional()
                .orElse(null);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("key_id", UUID.class),
                row.getString("name"),
                row.getString("prefix"),
                words(row).stream().flatMap(word -> KeyScope.of(word).stream()).collect(Collectors.toSet()),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "expires_at"),
                Rows.instantOrNull(row, "last_used_at"),
                Rows.instantOrNull(row, "revoked_at"));
    }

    private static Set<String> words(ResultSet row) throws SQLException {
        Array scopes = row.getArray("scopes");
        return Arrays.stream((String[]) scopes.getArray()).collect(Collectors.toSet());
    }
}
