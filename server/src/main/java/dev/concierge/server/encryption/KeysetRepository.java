package dev.concierge.server.encryption;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code data_keysets}, {@code data_keys} and {@code key_nodes}, inside the caller's transaction of the system role. */
final class KeysetRepository {
    private KeysetRepository() {}

    /** The row of {@code data_keysets}. */
    record Stored(Ciphertext wrapped, Ciphertext check, long version, Instant changedAt) {}

    static Optional<Stored> read(JdbcClient jdbc) {
        return jdbc.sql("select wrapped, check_value, version, updated_at from data_keysets")
                .query((row, _) -> new Stored(
                        Ciphertext.of(row.getBytes("wrapped")),
                        Ciphertext.of(row.getBytes("check_value")),
                        row.getLong("version"),
                        instant(row, "updated_at")))
                .optional();
    }

    /** The first keyset; one that is there already stays. */
    static void insert(JdbcClient jdbc, byte[] wrapped, byte[] check, Instant now) {
        jdbc.sql(
                        "insert into data_keysets (wrapped, check_value, version, updated_at) values (:wrapped, :check, 1, :now) on conflict do nothing")
                .param("wrapped", wrapped)
                .param("check", check)
                .param("now", utc(now))
                .update();
    }

    /** @return whether the stored keyset was still of the expected version, and is the new one now */
    static boolean replace(JdbcClient jdbc, long expected, byte[] wrapped, byte[] check, Instant now) {
        return jdbc.sql("select data_keyset_replace(:expected, :wrapped, :check, :now)")
                .param("expected", expected)
                .param("wrapped", wrapped)
                .param("check", check)
                .param("now", utc(now))
                .query(Boolean.class)
                .single();
    }

    /** Notes that a key exists, unless that is known. */
    static void note(JdbcClient jdbc, long keyId, Instant madeAt) {
        jdbc.sql("insert into data_keys (key_id, made_at) values (:id, :at) on conflict do nothing")
                .param("id", keyId)
                .param("at", utc(madeAt))
                .update();
    }

    static void retire(JdbcClient jdbc, Collection<Long> keyIds, Instant now) {
        jdbc.sql("update data_keys set retired_at = :now where key_id in (:ids) and retired_at is null")
                .param("ids", keyIds)
                .param("now", utc(now))
                .update();
    }

    static void destroyed(JdbcClient jdbc, Collection<Long> keyIds, Instant now) {
        jdbc.sql("update data_keys set destroyed_at = :now where key_id in (:ids)")
                .param("ids", keyIds)
                .param("now", utc(now))
                .update();
    }

    /** Newest first. */
    static List<DataKey> keys(JdbcClient jdbc) {
        return jdbc.sql(
                        "select key_id, made_at, retired_at, destroyed_at, messages from data_keys order by made_at desc, key_id")
                .query((row, _) -> new DataKey(
                        row.getLong("key_id"),
                        instant(row, "made_at"),
                        nullable(row, "retired_at"),
                        nullable(row, "destroyed_at"),
                        row.getLong("messages")))
                .list();
    }

    /** Adds to the count of a key's messages, and notes the key where nobody has. @return the new count */
    static long count(JdbcClient jdbc, long keyId, long messages, Instant madeAt) {
        return jdbc.sql("""
                        insert into data_keys (key_id, made_at, messages) values (:id, :at, :messages)
                        on conflict (key_id) do update set messages = data_keys.messages + excluded.messages
                        returning messages
                        """)
                .param("id", keyId)
                .param("at", utc(madeAt))
                .param("messages", messages)
                .query(Long.class)
                .single();
    }

    static void seen(JdbcClient jdbc, UUID node, long version) {
        jdbc.sql("""
                        insert into key_nodes (node_id, ring_version, seen_at) values (:node, :version, clock_timestamp())
                        on conflict (node_id) do update set ring_version = excluded.ring_version, seen_at = excluded.seen_at
                        """).param("node", node).param("version", version).update();
        jdbc.sql("delete from key_nodes where seen_at < clock_timestamp() - interval '1 day'")
                .update();
    }

    static void gone(JdbcClient jdbc, UUID node) {
        jdbc.sql("delete from key_nodes where node_id = :node")
                .param("node", node)
                .update();
    }

    static KeyNodes nodes(JdbcClient jdbc) {
        return jdbc.sql("""
                        select count(*) as running, count(*) filter (where ring_version <> (select version from data_keysets)) as behind
                        from key_nodes where seen_at > clock_timestamp() - interval '1 minute'
                        """)
                .query((row, _) -> new KeyNodes(row.getLong("running"), row.getLong("behind")))
                .single();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
