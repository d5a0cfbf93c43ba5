package dev.concierge.server.gateway;

import dev.concierge.server.encryption.Ciphertext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code idempotency_keys}, inside the caller's transaction. Leases are the database's time, ends the application's. */
final class IdempotencyRepository {
    private IdempotencyRepository() {}

    /**
     * A claimed key.
     *
     * @param sameRequest whether it was claimed for what is asked now
     * @param held whether a node that lives may still be at it
     * @param status null until it is answered
     */
    record Row(
            UUID id,
            boolean sameRequest,
            Instant expiresAt,
            boolean held,
            @Nullable Integer status,
            @Nullable String contentType,
            @Nullable Ciphertext answer) {}

    /** @return whether the key was free */
    static boolean insert(
            JdbcClient jdbc, UUID id, IdempotencyKeys.Request request, Duration lease, Instant expiresAt) {
        return jdbc.sql("""
                                insert into idempotency_keys (id, account_id, caller_id, key_hash, request_hash, lease_until, expires_at)
                                values (:id, :account, :caller, :key, :request, clock_timestamp() + make_interval(secs => :lease), :expires)
                                on conflict (account_id, caller_id, key_hash) do nothing
                                """)
                        .param("id", id)
                        .param("account", request.accountId())
                        .param("caller", request.callerId())
                        .param("key", request.key().sha256())
                        .param("request", request.content().sha256())
                        .param("lease", lease.toSeconds())
                        .param("expires", utc(expiresAt))
                        .update()
                == 1;
    }

    static Optional<Row> lock(JdbcClient jdbc, IdempotencyKeys.Request request) {
        return jdbc.sql("""
                        select id, request_hash = :request as same, expires_at, lease_until > clock_timestamp() as held, status, content_type, answer
                        from idempotency_keys where caller_id = :caller and key_hash = :key for update
                        """)
                .param("caller", request.callerId())
                .param("key", request.key().sha256())
                .param("request", request.content().sha256())
                .query((row, _) -> map(row))
                .optional();
    }

    /** Gives a key whose time or node is over to a new request. */
    static void takeOver(
            JdbcClient jdbc, UUID old, UUID id, IdempotencyKeys.Request request, Duration lease, Instant expiresAt) {
        jdbc.sql("""
                        update idempotency_keys set id = :id, request_hash = :request, expires_at = :expires,
                            lease_until = clock_timestamp() + make_interval(secs => :lease), status = null, content_type = null, answer = null
                        where id = :old
                        """)
                .param("old", old)
                .param("id", id)
                .param("request", request.content().sha256())
                .param("lease", lease.toSeconds())
                .param("expires", utc(expiresAt))
                .update();
    }

    /** @return whether the claim was still this one */
    static boolean answer(JdbcClient jdbc, UUID id, int status, @Nullable String contentType, Ciphertext answer) {
        return jdbc.sql(
                                "update idempotency_keys set status = :status, content_type = :type, answer = :answer where id = :id")
                        .param("id", id)
                        .param("status", status)
                        .param("type", contentType)
                        .param("answer", answer.bytes())
                        .update()
                == 1;
    }

    static void delete(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from idempotency_keys where id = :id").param("id", id).update();
    }

    /** As the system role. @return how many */
    static int purge(JdbcClient jdbc, Instant now, int atMost) {
        return jdbc.sql("""
                        delete from idempotency_keys where id in
                            (select id from idempotency_keys where expires_at <= :now limit :most)
                        """).param("now", utc(now)).param("most", atMost).update();
    }

    private static Row map(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getBoolean("same"),
                Objects.requireNonNull(row.getObject("expires_at", OffsetDateTime.class))
                        .toInstant(),
                row.getBoolean("held"),
                row.getObject("status", Integer.class),
                row.getString("content_type"),
                Ciphertext.ofNullable(row.getBytes("answer")));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
