package dev.concierge.server.identity;

import dev.concierge.server.encryption.Ciphertext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code signing_keys}. All but {@link #sealed} by the role system, which reads no private key. */
@Repository
class SigningKeyRepository {
    /** A key that has not gone, without its private part. */
    record Row(
            UUID id, SigningKey.State state, Instant madeAt, Optional<Instant> currentAt, Optional<Instant> goneAt) {}

    /** Those who turn the keys wait for each other; a number of ours, "sign" in ASCII. */
    private static final long LOCK = 0x7369676eL;

    /** By the role auth. In the order in which they were made. */
    List<SigningKey> sealed(JdbcClient jdbc) {
        return jdbc.sql("select * from signing_keys_sealed()")
                .query((row, _) -> new SigningKey(
                        row.getObject("id", UUID.class),
                        SigningKey.State.of(row.getString("state")),
                        SigningKey.parsePublic(row.getString("public_key")),
                        Ciphertext.ofNullable(row.getBytes("private_key"))))
                .list();
    }

    /** Until the end of the transaction. */
    void lock(JdbcClient jdbc) {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((_, _) -> 0)
                .single();
    }

    List<Row> all(JdbcClient jdbc) {
        return jdbc.sql("select id, state, made_at, current_at, gone_at from signing_keys order by made_at, id")
                .query((row, _) -> new Row(
                        row.getObject("id", UUID.class),
                        SigningKey.State.of(row.getString("state")),
                        Rows.instant(row, "made_at"),
                        Optional.ofNullable(Rows.instantOrNull(row, "current_at")),
                        Optional.ofNullable(Rows.instantOrNull(row, "gone_at"))))
                .list();
    }

    void insert(JdbcClient jdbc, SigningKey key, Instant now) {
        Ciphertext sealed = key.sealed();
        jdbc.sql("""
                        insert into signing_keys (id, state, public_key, private_key, made_at, current_at)
                        values (:id, :state, :public, :private, :now, :current)
                        """)
                .param("id", key.id())
                .param("state", key.state().word())
                .param("public", key.publicKey().toJSONString())
                .param("private", sealed == null ? null : sealed.bytes())
                .param("now", Rows.utc(now))
                .param("current", key.state() == SigningKey.State.CURRENT ? Rows.utc(now) : null)
                .update();
    }

    /** Signs no more, checks until {@code goneAt}; the private key is destroyed. */
    void retire(JdbcClient jdbc, UUID id, Instant goneAt) {
        jdbc.sql("update signing_keys set state = 'retired', private_key = null, gone_at = :gone where id = :id")
                .param("gone", Rows.utc(goneAt))
                .param("id", id)
                .update();
    }

    void begin(JdbcClient jdbc, UUID id, Instant now) {
        jdbc.sql("update signing_keys set state = 'current', current_at = :now where id = :id")
                .param("now", Rows.utc(now))
                .param("id", id)
                .update();
    }

    void delete(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from signing_keys where id = :id").param("id", id).update();
    }
}
