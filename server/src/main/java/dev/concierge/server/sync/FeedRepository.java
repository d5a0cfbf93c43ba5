package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The feed of changes: {@code records} in the order of the transactions that wrote them, only those below the oldest transaction that still runs.
 * What a slow transaction writes comes later in the feed, not behind the reader's back. No column of the answer is named as one that it is ordered by: PostgreSQL
 * would order by that, and 10 comes before 9 as text.
 */
final class FeedRepository {
    private static final SyncRecord.Position BEGINNING = new SyncRecord.Position(0, 0, new UUID(0, 0));

    private FeedRepository() {}

    static List<SyncRecord> after(
            JdbcClient jdbc, SyncRecord.Filter filter, SyncRecord.@Nullable Position after, int limit) {
        SyncRecord.Position from = after == null ? BEGINNING : after;
        return jdbc.sql("""
                        select id, integration_id, stream, part, upstream_id, version, content::text as content, starts_at, ends_at, all_day,
                               changed_at, era, xact::text as xact_text
                          from records
                         where (era, xact, id) > (:era, :xact::xid8, :id)
                           and (era < (select current_era()) or xact < pg_snapshot_xmin(pg_current_snapshot()))
                           and (:integration::uuid is null or integration_id = :integration)
                           and (:stream::text is null or stream = :stream)
                         order by era, xact, id limit :limit
                        """)
                .param("era", from.era())
                .param("xact", Long.toUnsignedString(from.transaction()))
                .param("id", from.id())
                .param("integration", filter.integrationId())
                .param("stream", filter.stream())
                .param("limit", limit)
                .query((row, _) -> map(row))
                .list();
    }

    private static SyncRecord map(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new SyncRecord(
                id,
                row.getObject("integration_id", UUID.class),
                row.getString("stream"),
                row.getString("part"),
                row.getString("upstream_id"),
                row.getLong("version"),
                row.getString("content"),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                row.getBoolean("all_day"),
                Objects.requireNonNull(instant(row, "changed_at")),
                new SyncRecord.Position(row.getInt("era"), Long.parseUnsignedLong(row.getString("xact_text")), id));
    }
}
