package dev.concierge.server.webhooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code push_channels} of one account, inside the caller's transaction. */
final class PushChannelRepository {
    private static final String COLUMNS =
            "select id, integration_id, provider, stream, api, target, remote_id, expires_at from push_channels";

    private PushChannelRepository() {}

    static void insert(JdbcClient jdbc, UUID accountId, PushChannel channel, byte[] secretHash, Instant now) {
        jdbc.sql("""
                        insert into push_channels (id, account_id, integration_id, provider, stream, api, target, secret_hash, created_at, expires_at)
                        values (:id, :account, :integration, :provider, :stream, :api, :target, :hash, :now, :expires)
                        """)
                .param("id", channel.id())
                .param("account", accountId)
                .param("integration", channel.integrationId())
                .param("provider", channel.provider())
                .param("stream", channel.target().stream())
                .param("api", channel.target().api())
                .param("target", channel.target().path())
                .param("hash", secretHash)
                .param("now", utc(now))
                .param("expires", utc(channel.expiresAt()))
                .update();
    }

    static List<PushChannel> of(JdbcClient jdbc, UUID integrationId) {
        return jdbc.sql(COLUMNS + " where integration_id = :integration order by created_at, id")
                .param("integration", integrationId)
                .query((row, _) -> map(row))
                .list();
    }

    /** The provider has opened it. */
    static void opened(JdbcClient jdbc, UUID id, String remoteId, Instant expiresAt) {
        jdbc.sql("update push_channels set remote_id = :remote, expires_at = :expires where id = :id")
                .param("id", id)
                .param("remote", remoteId)
                .param("expires", utc(expiresAt))
                .update();
    }

    static Optional<PushChannel> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    /** It ends then at the latest. */
    static void endsBy(JdbcClient jdbc, UUID id, Instant end) {
        jdbc.sql("update push_channels set expires_at = least(expires_at, :end) where id = :id")
                .param("id", id)
                .param("end", utc(end))
                .update();
    }

    /** Takes a push by its number, which only grows. @return empty when that number, or a later one, was taken already */
    static Optional<PushChannel> take(JdbcClient jdbc, UUID id, long number, Instant now) {
        return jdbc.sql("""
                        update push_channels set last_number = :number, last_at = :now where id = :id and last_number < :number
                        returning id, integration_id, provider, stream, api, target, remote_id, expires_at
                        """)
                .param("id", id)
                .param("number", number)
                .param("now", utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    static void delete(JdbcClient jdbc, UUID id) {
        jdbc.sql("delete from push_channels where id = :id").param("id", id).update();
    }

    static void deleteOf(JdbcClient jdbc, UUID integrationId) {
        jdbc.sql("delete from push_channels where integration_id = :integration")
                .param("integration", integrationId)
                .update();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static PushChannel map(ResultSet row) throws SQLException {
        return new PushChannel(
                row.getObject("id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getString("provider"),
                new PushTarget(row.getString("stream"), row.getString("api"), row.getString("target")),
                row.getString("remote_id"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }
}
